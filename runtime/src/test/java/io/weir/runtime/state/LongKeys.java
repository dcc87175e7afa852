package io.weir.runtime.state;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Batches of one BIGINT NOT NULL key. */
public final class LongKeys {
    public static final List<DataType> TYPES =
            List.of(DataType.of(TypeKind.BIGINT).notNull());

    private LongKeys() {}

    static List<List<Object>> rows(long from, long to) {
        List<List<Object>> rows = new ArrayList<>();
        for (long value = from; value < to; value++) {
            rows.add(List.of(value));
        }
        return rows;
    }

    /** Fills keys without going through a batch. {@code values} is {@code long[count or more]}. */
    public static void fill(KeyBatch keys, long[] values, int count) {
        keys.begin(count, true);
        for (int i = 0; i < count; i++) {
            keys.longs[i] = values[i];
            keys.hashes[i] = Hashing.ofLong(values[i]);
        }
    }
}
