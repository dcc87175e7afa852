package io.weir.benchmarks.load;

import static io.weir.spi.Checks.checkArgument;

/**
 * Ranks {@code 0 .. count - 1}, of which rank {@code r} is drawn in proportion to {@code 1 / (r + 1)^skew}: by the inverse
 * of an approximation of the distribution (Gray et al., <i>Quickly generating billion-record synthetic databases</i>,
 * 1994), as in YCSB. The sum over all ranks is an integral from rank 1000 on, so that a hundred million ranks cost nothing to
 * begin with.
 */
final class Zipf {
    private static final int SUMMED = 1000;

    private final long count;
    private final double skew;
    private final double total;
    private final double exponent;
    private final double eta;

    /** @param skew between 0 and 1, both excluded */
    Zipf(long count, double skew) {
        checkArgument(count >= 1, "count %s is not positive", count);
        checkArgument(skew > 0 && skew < 1, "skew %s is not between 0 and 1", skew);
        this.count = count;
        this.skew = skew;
        total = sum(count);
        exponent = 1 / (1 - skew);
        eta = (1 - Math.pow(2.0 / count, 1 - skew)) / (1 - sum(Math.min(2, count)) / total);
    }

    private double sum(long ranks) {
        double sum = 0;
        long summed = Math.min(ranks, SUMMED);
        for (long rank = 1; rank <= summed; rank++) {
            sum += Math.pow((double) rank, -skew);
        }
        if (ranks > summed) {
            // By the trapezoidal rule, the error is below the tenth digit.
            double first = Math.pow((double) summed, -skew);
            double last = Math.pow((double) ranks, -skew);
            sum += (Math.pow((double) ranks, 1 - skew) - Math.pow((double) summed, 1 - skew)) / (1 - skew)
                    + (last - first) / 2;
        }
        return sum;
    }

    /** @param unit in {@code [0, 1)} */
    long rank(double unit) {
        double scaled = unit * total;
        if (scaled < 1 || count == 1) {
            return 0;
        }
        if (scaled < 1 + Math.pow(0.5, skew) || count == 2) {
            return 1;
        }
        return Math.min(count - 1, (long) (count * Math.pow(eta * unit - eta + 1, exponent)));
    }
}
