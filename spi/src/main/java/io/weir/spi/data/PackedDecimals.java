package io.weir.spi.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decimals of up to 38 digits in two {@code long}s each, whose objects are made only when somebody wants to see them.
 * Immutable.
 */
public final class PackedDecimals {
    /** {@code long[length or more]}: the upper halves of the unscaled values. */
    private final long[] high;
    /** {@code long[length or more]}: the lower halves, which have no sign. */
    private final long[] low;

    private final int scale;

    PackedDecimals(long[] high, long[] low, int scale) {
        this.high = high;
        this.low = low;
        this.scale = scale;
    }

    /** Digits behind the point, of all of them. */
    public int scale() {
        return scale;
    }

    /** Whether a {@code long} holds the unscaled value; of a null nobody knows. */
    public boolean isLong(int position) {
        return high[position] == low[position] >> 63;
    }

    /** The unscaled value, if {@link #isLong}. */
    public long longAt(int position) {
        return low[position];
    }

    int capacity() {
        return Math.min(high.length, low.length);
    }

    PackedDecimals gather(int[] positions, int count) {
        long[] gatheredHigh = new long[count];
        long[] gatheredLow = new long[count];
        for (int i = 0; i < count; i++) {
            gatheredHigh[i] = high[positions[i]];
            gatheredLow[i] = low[positions[i]];
        }
        return new PackedDecimals(gatheredHigh, gatheredLow, scale);
    }

    @Nullable Object[] objects(int length, boolean @Nullable [] nulls) {
        @Nullable Object[] objects = new Object[length];
        for (int i = 0; i < length; i++) {
            if (nulls == null || !nulls[i]) {
                objects[i] = decimal(high[i], low[i], scale);
            }
        }
        return objects;
    }

    static BigDecimal decimal(long high, long low, int scale) {
        if (high == low >> 63) {
            return BigDecimal.valueOf(low, scale);
        }
        BigInteger lower = BigInteger.valueOf(low & Long.MAX_VALUE);
        BigInteger unsigned = low < 0 ? lower.setBit(63) : lower;
        return new BigDecimal(BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsigned), scale);
    }
}
