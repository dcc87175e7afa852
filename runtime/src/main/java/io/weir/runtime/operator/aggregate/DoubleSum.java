package io.weir.runtime.operator.aggregate;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A sum of doubles in six slots: as an unevaluated pair high + low (about 106 bits; T. J. Dekker 1971, the
 * "double-double" of QD), so that what is added and taken out again leaves zero unless magnitudes differ by more than
 * that; a second pair, scaled down, for values so large that their sum might overflow; and counts of the values that
 * are no numbers, which a sum could not give up again.
 */
final class DoubleSum {
    static final int SLOTS = 6;

    private static final int PAIR = 0;
    private static final int LARGE_PAIR = 2;
    private static final int NANS = 4;
    /** Positive infinities in the low 32 bits, negative ones in the high. */
    private static final int INFINITIES = 5;

    /** 2^64 values below this bound have a finite sum. */
    private static final double LARGE = 0x1p950;

    private static final int LARGE_EXPONENT = 64;
    private static final BigDecimal LARGE_UNIT = BigDecimal.valueOf(2).pow(LARGE_EXPONENT);

    private DoubleSum() {}

    static void add(long[] slots, int at, double value, int sign) {
        if (!Double.isFinite(value)) {
            addSpecial(slots, at, value, sign);
            return;
        }
        addFinite(slots, at, sign < 0 ? -value : value, 0);
    }

    /** Adds the exact product of two numbers. */
    static void addProduct(long[] slots, int at, double a, double b, int sign) {
        double product = a * b;
        if (!Double.isFinite(product)) {
            addSpecial(slots, at, product, sign);
            return;
        }
        double error = Math.fma(a, b, -product);
        addFinite(slots, at, sign < 0 ? -product : product, sign < 0 ? -error : error);
    }

    private static void addFinite(long[] slots, int at, double high, double low) {
        if (Math.abs(high) < LARGE) {
            addPair(slots, at + PAIR, high, low);
        } else {
            addPair(slots, at + LARGE_PAIR, Math.scalb(high, -LARGE_EXPONENT), Math.scalb(low, -LARGE_EXPONENT));
        }
    }

    static void merge(long[] from, int fromAt, long[] into, int intoAt) {
        mergePair(from, fromAt + PAIR, into, intoAt + PAIR);
        mergePair(from, fromAt + LARGE_PAIR, into, intoAt + LARGE_PAIR);
        into[intoAt + NANS] += from[fromAt + NANS];
        into[intoAt + INFINITIES] += from[fromAt + INFINITIES];
    }

    private static void mergePair(long[] from, int fromAt, long[] into, int intoAt) {
        addPair(into, intoAt, Double.longBitsToDouble(from[fromAt]), Double.longBitsToDouble(from[fromAt + 1]));
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
        if (slots[at + LARGE_PAIR] != 0) {
            return exact(slots, at).doubleValue();
        }
        return Double.longBitsToDouble(slots[at + PAIR]) + Double.longBitsToDouble(slots[at + PAIR + 1]);
    }

    /** The sum divided by a number of values. */
    static double mean(long[] slots, int at, long count) {
        double sum = value(slots, at);
        boolean overflowed = Double.isInfinite(sum) && slots[at + INFINITIES] == 0;
        return overflowed
                ? exact(slots, at)
                        .divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
                        .doubleValue()
                : sum / count;
    }

    /** The sum with all its bits; only for sums without special values. */
    static BigDecimal exact(long[] slots, int at) {
        BigDecimal sum = exactPair(slots, at + PAIR);
        return slots[at + LARGE_PAIR] == 0
                ? sum
                : sum.add(exactPair(slots, at + LARGE_PAIR).multiply(LARGE_UNIT));
    }

    private static BigDecimal exactPair(long[] slots, int at) {
        return new BigDecimal(Double.longBitsToDouble(slots[at]))
                .add(new BigDecimal(Double.longBitsToDouble(slots[at + 1])));
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
        double oldHigh = Double.longBitsToDouble(slots[at]);
        double oldLow = Double.longBitsToDouble(slots[at + 1]);
        double sum = oldHigh + high;
        double virtual = sum - oldHigh;
        double error = (oldHigh - (sum - virtual)) + (high - virtual);
        double tail = error + oldLow + low;
        double newHigh = sum + tail;
        double newLow = tail - (newHigh - sum);
        // + 0.0 turns -0.0 into 0.0, whose bits are all zero: an empty group has empty slots.
        slots[at] = Double.doubleToRawLongBits(newHigh + 0.0);
        slots[at + 1] = Double.doubleToRawLongBits(newLow + 0.0);
    }
}
