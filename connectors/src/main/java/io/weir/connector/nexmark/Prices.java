package io.weir.connector.nexmark;

/**
 * Prices in cents, spread evenly over six orders of magnitude: {@code round(10^(6u) * 100)} for an even {@code u}.
 *
 * <p>{@link Math#pow} would be most of the cost of a bid, and may differ between machines in its last digit. A table
 * for the upper 10 bits of {@code u} and the exponential series to the fifth power for the rest (at most 0.0135,
 * relative error below 1e-14) use only additions and multiplications, which are the same everywhere.
 */
final class Prices {
    private static final int TABLE_BITS = 10;
    private static final int TABLE_SIZE = 1 << TABLE_BITS;
    private static final int UNUSED_BITS = 11;
    private static final long REST_BITS = -1L >>> TABLE_BITS;
    private static final double UNIT = 0x1.0p-53;
    private static final double LN_RANGE = 6.0 * StrictMath.log(10.0);
    private static final double[] POWERS = powers();

    private Prices() {}

    private static double[] powers() {
        double[] powers = new double[TABLE_SIZE];
        for (int i = 0; i < TABLE_SIZE; i++) {
            powers[i] = StrictMath.pow(10.0, 6.0 * i / TABLE_SIZE) * 100.0;
        }
        return powers;
    }

    // u is the upper 53 bits as a fraction: the first ten are the place in the table, the others what is left of it.
    static long price(long bits) {
        int index = (int) (bits >>> (Long.SIZE - TABLE_BITS));
        double x = ((bits & REST_BITS) >>> UNUSED_BITS) * UNIT * LN_RANGE;
        double exp = 1.0 + x * (1.0 + x * (1.0 / 2 + x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120)))));
        return (long) (POWERS[index] * exp + 0.5);
    }
}
