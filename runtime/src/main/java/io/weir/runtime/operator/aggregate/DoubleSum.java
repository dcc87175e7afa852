package io.weir.runtime.operator.aggregate;

import java.math.BigDecimal;

/**
 * A sum of doubles in four slots: as an unevaluated pair high + low (about 106 bits; T. J. Dekker 1971, the "double-double" of QD), so that what is added and
 * taken out again leaves zero, and counts of the values that are no numbers, which a sum could not give up again.
 */
final class DoubleSum {
    static final int SLOTS = 4;

    private static final int HIGH = 0;
    private static final int LOW = 1;
    private static final int NANS = 2;
    /** Positive infinities in the low 32 bits, negative ones in the high. */
    private static final int INFINITIES = 3;

    private DoubleSum() {}

    static void add(long[] slots, int at, double value, int sign) {
        if (!Double.isFinite(value)) {
            addSpecial(slots, at, value, sign);
            return;
        }
        addPair(slots, at, sign < 0 ? -value : value, 0);
    }

    /** Adds the exact product of two numbers. */
    static void addProduct(long[] slots, int at, double a, double b, int sign) {
        double product = a * b;
        if (!Double.isFinite(product)) {
            addSpecial(slots, at, product, sign);
            return;
        }
        double error = Math.fma(a, b, -product);
        addPair(slots, at, sign < 0 ? -product : product, sign < 0 ? -error : error);
    }

    static void merge(long[] from, int fromAt, long[] into, int intoAt) {
        addPair(
                into,
                intoAt,
                Double.longBitsToDouble(from[fromAt + HIGH]),
                Double.longBitsToDouble(from[fromAt + LOW]));
        into[intoAt + NANS] += from[fromAt + NANS];
        into[intoAt + INFINITIES] += from[fromAt + INFINITIES];
    }

    static double value(long[] slots, int at) {
        int positive = (int) slots[at + INFINITIES];
        int negative = (int) ((slots[at + INFINITIES] - positive) >> 32);
        if (slots[at + NANS] != 0 || (positive != 0 && negative != 0)) {
            return Double.NaN;
        }
        if (positive != 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (negative != 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return Double.longBitsToDouble(slots[at + HIGH]) + Double.longBitsToDouble(slots[at + LOW]);
    }

    /** The sum with all its bits; only for sums without special values. */
    static BigDecimal exact(long[] slots, int at) {
        return new BigDecimal(Double.longBitsToDouble(slots[at + HIGH]))
                .add(new BigDecimal(Double.longBitsToDouble(slots[at + LOW])));
    }

    private static void addSpecial(long[] slots, int at, double value, int sign) {
        if (Double.isNaN(value)) {
            slots[at + NANS] += sign;
        } else {
            slots[at + INFINITIES] += value > 0 ? sign : (long) sign << 32;
        }
    }

    // Double-double addition with two error-free sums (Knuth's TwoSum), renormalised.
    private static void addPair(long[] slots, int at, double high, double low) {
        double oldHigh = Double.longBitsToDouble(slots[at + HIGH]);
        double oldLow = Double.longBitsToDouble(slots[at + LOW]);
        double sum = oldHigh + high;
        double virtual = sum - oldHigh;
        double error = (oldHigh - (sum - virtual)) + (high - virtual);
        double tail = error + oldLow + low;
        double newHigh = sum + tail;
        double newLow = tail - (newHigh - sum);
        // + 0.0 turns -0.0 into 0.0, whose bits are all zero: an empty group has empty slots.
        slots[at + HIGH] = Double.doubleToRawLongBits(newHigh + 0.0);
        slots[at + LOW] = Double.doubleToRawLongBits(newLow + 0.0);
    }
}
