package io.weir.connector.base;

/**
 * Random numbers by counter: a pure function of seed, field, event and draw, so that no value depends on which others
 * were made before it.
 *
 * <p>The mixing is the finaliser of SplitMix64 (Steele, Lea and Flood 2014, variant 13 of Stafford), the one that
 * {@link java.util.SplittableRandom} uses.
 */
public final class Draw {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long STEP = 0xD1342543DE82EF95L;
    private static final double DOUBLE_UNIT = 0x1.0p-53;
    /** The bits that {@link #low} takes. */
    public static final long LOW_HALF = 0xFFFFFFFFL;

    private Draw() {}

    /** The seed of one field's draws. */
    public static long fieldSeed(long seed, int field) {
        return mix(seed + mix(field + GOLDEN));
    }

    /** 64 random bits: draw {@code index} of a field for an event. */
    public static long bits(long fieldSeed, long event, int index) {
        return mix(fieldSeed + event * GOLDEN + index * STEP);
    }

    /**
     * Draw 0 of a field for the first {@code count} of some events, as {@link #bits}.
     *
     * @param result {@code long[count or more]}, written
     */
    public static void firstBits(long fieldSeed, long[] events, int count, long[] result) {
        for (int i = 0; i < count; i++) {
            result[i] = mix(fieldSeed + events[i] * GOLDEN);
        }
    }

    /** A number in {@code [0, bound)} from the upper half of the bits. */
    public static int high(long bits, int bound) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** A number in {@code [0, bound)} from the lower half of the bits, independent of {@link #high}. */
    public static int low(long bits, int bound) {
        return (int) (((bits & LOW_HALF) * bound) >>> 32);
    }

    /**
     * One of two values, by whether a number of 0 or more is above 0; without a branch, because the processor would
     * guess wrong where the number was drawn.
     */
    public static long select(int number, long positive, long zero) {
        long mask = -(long) number >> 63;
        return zero ^ ((positive ^ zero) & mask);
    }

    /** A number in {@code [0, bound)}, for bounds up to 2^61. */
    public static long wide(long bits, long bound) {
        return Math.multiplyHigh(bits >>> 1, bound << 1);
    }

    /** A number in {@code [0, 1)}. */
    public static double unit(long bits) {
        return (bits >>> 11) * DOUBLE_UNIT;
    }

    /** A number in {@code [least, greatest]}, for any two longs. */
    public static long between(long bits, long least, long greatest) {
        long range = greatest - least + 1;
        if (range == 0) {
            return bits; // all 2^64 of them
        }
        // The upper half of the unsigned product; multiplyHigh is signed.
        long high = Math.multiplyHigh(bits, range) + ((bits >> 63) & range) + ((range >> 63) & bits);
        return least + high;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
