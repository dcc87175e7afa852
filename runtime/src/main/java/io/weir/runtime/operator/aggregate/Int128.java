package io.weir.runtime.operator.aggregate;

import java.math.BigInteger;

/**
 * Sums in 128 bits, two's complement, kept in two neighbouring slots (high, low). Whatever rows come and go in between,
 * the sum is exact: it cannot overflow by fewer than 2^63 rows.
 */
final class Int128 {
    private Int128() {}

    static void add(long[] slots, int at, long value) {
        long low = slots[at + 1];
        long sum = low + value;
        // Carry out of an unsigned addition, without a branch (Hacker's Delight, 2-16).
        long carry = ((low & value) | ((low | value) & ~sum)) >>> 63;
        slots[at] += (value >> 63) + carry;
        slots[at + 1] = sum;
    }

    static void subtract(long[] slots, int at, long value) {
        long low = slots[at + 1];
        long difference = low - value;
        long borrow = ((~low & value) | ((~low | value) & difference)) >>> 63;
        slots[at] -= (value >> 63) + borrow;
        slots[at + 1] = difference;
    }

    /** Adds another 128-bit sum. */
    static void merge(long[] from, int fromAt, long[] into, int intoAt) {
        long low = into[intoAt + 1];
        long value = from[fromAt + 1];
        long sum = low + value;
        long carry = ((low & value) | ((low | value) & ~sum)) >>> 63;
        into[intoAt] += from[fromAt] + carry;
        into[intoAt + 1] = sum;
    }

    static boolean fitsLong(long[] slots, int at) {
        return slots[at] == slots[at + 1] >> 63;
    }

    static BigInteger value(long[] slots, int at) {
        BigInteger high = BigInteger.valueOf(slots[at]).shiftLeft(64);
        BigInteger low = BigInteger.valueOf(slots[at + 1]);
        return high.add(slots[at + 1] < 0 ? low.add(BigInteger.ONE.shiftLeft(64)) : low);
    }
}
