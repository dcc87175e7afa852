package io.weir.runtime.operator.join;

import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches of encoded rows for a condition, with the columns that it reads; in the place of the others stands any
 * column.
 */
final class ConditionInput {
    /** For {@code RowCodec}: null for a column that is not read. */
    final @Nullable ColumnBuilder[] columns;

    /** @param ofLeft whether the rows are left rows of the condition */
    ConditionInput(RowPairPredicate condition, boolean ofLeft, List<DataType> types) {
        // Batches may be as small as one row.
        BatchBuilder builders = new BatchBuilder(types, 1);
        columns = new ColumnBuilder[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = condition.reads(ofLeft, i) ? builders.column(i) : null;
        }
    }

    /** The batch of all rows since the last call. */
    Batch build(int rowCount) {
        Column[] built = new Column[columns.length];
        Column any = null;
        for (int i = 0; i < built.length; i++) {
            ColumnBuilder column = columns[i];
            if (column != null) {
                built[i] = column.build();
                any = built[i];
            }
        }
        if (any == null) {
            any = new BooleanColumn(rowCount, new boolean[rowCount], null);
        }
        for (int i = 0; i < built.length; i++) {
            if (columns[i] == null) {
                built[i] = any;
            }
        }
        return Batch.of(rowCount, built);
    }
}
