package io.weir.runtime.operator.join;

/** Sums of times that end at the ends of time. */
final class Times {
    private Times() {}

    static long plus(long time, long micros) {
        long sum = time + micros;
        // Overflow: both have the same sign, and the sum has the other (Hacker's Delight, 2-13).
        return ((time ^ sum) & (micros ^ sum)) < 0 ? (time < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }
}
