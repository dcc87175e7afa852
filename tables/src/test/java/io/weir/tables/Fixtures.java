package io.weir.tables;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table of an account and its balance, and rows of it. */
final class Fixtures {
    static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    static final DataType VARCHAR = DataType.of(TypeKind.VARCHAR);
    static final Schema ACCOUNTS = new Schema(List.of(new Field("id", BIGINT.notNull()), new Field("balance", BIGINT)));

    private Fixtures() {}

    static Batch rows(Schema schema, Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(schema.types());
        for (Object[] row : rows) {
            builder.addRow(schema.types(), RowKind.INSERT_CODE, Arrays.asList(row));
        }
        return builder.build();
    }

    static Object[] row(@Nullable Object... values) {
        return values;
    }

    static Batch account(long id, long balance) {
        return rows(ACCOUNTS, row(id, balance));
    }

    /** All rows as of a pin, as text, each as often as it is there. */
    static List<String> read(ReadPin pin, Relation relation) {
        List<String> read = new ArrayList<>();
        List<DataType> types = relation.schema().types();
        BatchBuilder builder = new BatchBuilder(types);
        int[] all = IntStream.range(0, types.size()).toArray();
        try (RelationScan scan = pin.scan(relation)) {
            while (scan.next()) {
                relation.codec().decode(scan.row(), builder, all);
                builder.endRow();
                Batch batch = builder.build();
                for (long i = 0; i < scan.count(); i++) {
                    read.add(String.valueOf(BoxedValues.row(types, batch, 0)));
                }
            }
        }
        return read;
    }

    static List<String> read(TableStore store, Relation relation) {
        try (ReadPin pin = store.pin()) {
            return read(pin, relation);
        }
    }
}
