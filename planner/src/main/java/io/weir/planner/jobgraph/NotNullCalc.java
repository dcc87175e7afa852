package io.weir.planner.jobgraph;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.calc.Calc;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.Field;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands rows on to a table, and fails at a null in a column that the table declares NOT NULL. */
record NotNullCalc(String table, List<Integer> columns, List<Field> fields) implements Calc {
    NotNullCalc {
        requireNonNull(table, "table is null");
        columns = List.copyOf(columns);
        fields = List.copyOf(fields);
    }

    @Override
    public @Nullable Batch apply(Batch batch) {
        for (int index : columns) {
            Column column = batch.column(index);
            for (int row = 0; row < batch.rowCount(); row++) {
                if (column.isNull(batch.position(row))) {
                    throw new WeirException(
                                    ErrorCode.NOT_NULL_VIOLATION,
                                    "column \"" + fields.get(index).name() + "\" of table \"" + table
                                            + "\" is NOT NULL, found NULL")
                            .withHint("Filter such rows, or give a value with COALESCE.");
                }
            }
        }
        return batch;
    }
}
