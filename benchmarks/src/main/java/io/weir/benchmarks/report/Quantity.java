package io.weir.benchmarks.report;

import java.util.Locale;

/** Numbers as people read them. */
public final class Quantity {
    private static final double MILLION = 1e6;
    private static final double THOUSAND = 1e3;

    private Quantity() {}

    /** {@code 2.57M}, {@code 168K}, {@code 12}. */
    public static String count(double value) {
        if (value >= MILLION) {
            return String.format(Locale.ROOT, "%.2fM", value / MILLION);
        }
        return value >= THOUSAND
                ? String.format(Locale.ROOT, "%.0fK", value / THOUSAND)
                : String.format(Locale.ROOT, "%.0f", value);
    }

    /** Ten to the power of something: {@code 0.01}, {@code 100}, {@code 10K}, {@code 1M}. */
    static String power(int power) {
        if (power < 0) {
            return String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power));
        }
        return power >= 6
                ? String.format(Locale.ROOT, "%.0fM", Math.pow(10, power - 6))
                : power >= 3
                        ? String.format(Locale.ROOT, "%.0fK", Math.pow(10, power - 3))
                        : String.format(Locale.ROOT, "%.0f", Math.pow(10, power));
    }
}
