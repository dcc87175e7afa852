package io.weir.planner.expression.support;

import io.weir.spi.data.ObjectColumn;
import java.math.BigDecimal;

/**
 * Whole numbers of 128 bits in two {@code long}s: the upper half, and the lower one without sign. The lower half of a
 * sum, difference or product is that of the lower halves in Java's own arithmetic; here are the upper ones. What does
 * not fit is cut off: the caller knows that it does.
 */
public final class Wide {
    private Wide() {}

    /** The upper half of the product of a wide number and a {@code long}. */
    public static long multiplyHigh(long high, long low, long factor) {
        // The lower half as Java sees it is less by 2^64 where its first bit is set.
        return high * factor + Math.multiplyHigh(low, factor) + ((low >> 63) & factor);
    }

    /** The upper half of a sum. */
    public static long addHigh(long highA, long lowA, long highB, long lowB) {
        return highA + highB + (Long.compareUnsigned(lowA + lowB, lowA) < 0 ? 1 : 0);
    }

    /** The upper half of a difference. */
    public static long subtractHigh(long highA, long lowA, long highB, long lowB) {
        return highA - highB - (Long.compareUnsigned(lowA, lowB) < 0 ? 1 : 0);
    }

    /** Whether the first is less than the second; without a branch, as those who filter by it guess wrong. */
    public static boolean isLess(long highA, long lowA, long highB, long lowB) {
        boolean isLowLess = lowA + Long.MIN_VALUE < lowB + Long.MIN_VALUE; // as they have no sign
        return highA < highB | (highA == highB & isLowLess);
    }

    /** The decimal with this unscaled value. */
    public static BigDecimal toDecimal(long high, long low, int scale) {
        return ObjectColumn.decimal(high, low, scale);
    }
}
