package io.weir.benchmarks.result;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * The hash of a row, value by value in the order of the columns; the same in every engine for the same SQL values.
 * Begin with {@link #START}, add each value, and end with {@link #finish}.
 */
public final class RowHash {
    public static final long START = 0x9E3779B97F4A7C15L;
    private static final long NULL_VALUE = 0x6E756C6CL;
    private static final long MULTIPLIER = 0xFF51AFD7ED558CCDL;

    private RowHash() {}

    /** BIGINT and shorter; times in epoch microseconds. */
    public static long add(long hash, long value) {
        long mixed = (hash ^ value) * MULTIPLIER;
        return mixed ^ (mixed >>> 32);
    }

    public static long addNull(long hash) {
        return add(hash, NULL_VALUE);
    }

    public static long add(long hash, double value) {
        return add(hash, Double.doubleToLongBits(value == 0.0 ? 0.0 : value));
    }

    /** By value: 1.0 and 1.00 are the same. */
    public static long add(long hash, BigDecimal value) {
        byte[] text = value.stripTrailingZeros().toPlainString().getBytes(StandardCharsets.US_ASCII);
        return add(hash, text, 0, text.length);
    }

    /** Text in UTF-8, or bytes. */
    public static long add(long hash, byte[] data, int start, int end) {
        long value = (long) end - start;
        for (int i = start; i < end; i++) {
            value = value * 31 + data[i];
        }
        return add(hash, value);
    }

    public static long finish(long hash) {
        long mixed = (hash ^ (hash >>> 29)) * MULTIPLIER;
        return mixed ^ (mixed >>> 32);
    }
}
