package io.weir.benchmarks.state;

import io.weir.connector.base.NumberedRows;
import io.weir.connector.base.NumberedSource;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes the rows. A payload is a piece of some random text that begins anywhere in it: it costs a copy to make, and
 * compression finds nothing in it.
 */
record LoadRows(long keys, int payloadBytes, Spread spread, List<DataType> types) implements NumberedRows {
    static final int MOST_PAYLOAD_BYTES = 1 << 16;

    private static final int SPLITS = 8;
    private static final byte[] TEXT = text();

    LoadRows {
        types = List.copyOf(types);
    }

    private static byte[] text() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] text = new byte[1 << 22];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (' ' + 1 + random.nextInt(94));
        }
        return text;
    }

    NumberedSource source() {
        return new NumberedSource(
                new NumberedSource.Specification(LoadConnector.NAME, SPLITS, NumberedSource.ENDLESS, 0),
                wanted -> this,
                IntStream.range(0, types.size()).boxed().toList());
    }

    @Override
    public Batch generate(long first, long stride, int count, long nowMillis) {
        BatchBuilder rows = new BatchBuilder(types);
        for (int i = 0; i < count; i++) {
            long number = first + i * stride;
            int from = (int) Math.floorMod((number * 0x9E3779B97F4A7C15L) >>> 20, TEXT.length - MOST_PAYLOAD_BYTES);
            rows.column(0).addLong(spread.key(number, keys));
            rows.column(1).addLong(number);
            rows.column(2).addBytes(TEXT, from, from + payloadBytes);
            rows.endRow();
        }
        return rows.build();
    }
}
