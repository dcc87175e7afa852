package io.weir.planner.expression.support;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What has to look at each byte of a text, eight at a time: bit tricks on a {@code long} whose lowest byte is the first
 * (Warren, Hacker's Delight, chapter 6).
 */
final class ByteScan {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private ByteScan() {}

    /** Whether no byte in {@code [from, to)} is above 127. */
    static boolean isAscii(byte[] data, int from, int to) {
        int at = from;
        long seen = 0;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            seen |= (long) LONGS.get(data, at);
        }
        for (; at < to; at++) {
            seen |= (long) data[at] << 56;
        }
        return (seen & HIGH_BITS) == 0;
    }

    /** The number of characters (code points) in {@code [from, to)}: of bytes that are not {@code 10xxxxxx} in UTF-8. */
    static int characters(byte[] data, int from, int to) {
        int at = from;
        int following = 0;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = (long) LONGS.get(data, at);
            following += Long.bitCount(word & ~(word << 1) & HIGH_BITS);
        }
        for (; at < to; at++) {
            following += isFollowing(data[at]) ? 1 : 0;
        }
        return to - from - following;
    }

    /** Whether a byte continues a character that began before it. */
    static boolean isFollowing(byte value) {
        return (value & 0xC0) == 0x80;
    }

    /** Where in {@code [from, to)} a byte stands first, or -1. */
    static int indexOf(byte[] data, int from, int to, byte value) {
        long pattern = (value & 0xFF) * LOW_BITS;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long found = zeroBytes((long) LONGS.get(data, at) ^ pattern);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; at < to; at++) {
            if (data[at] == value) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Copies the bytes in {@code [from, to)}, each {@code old} of them replaced.
     *
     * @param kept 1 if {@code replacement} takes the place, 0 if nothing does
     * @param target with room for as many bytes from {@code end} on
     * @return behind the last byte in the target
     */
    static int replace(byte[] source, int from, int to, byte old, byte replacement, int kept, byte[] target, int end) {
        long pattern = (old & 0xFF) * LOW_BITS;
        int at = from;
        int written = end;
        while (at <= to - Long.BYTES) {
            long word = (long) LONGS.get(source, at);
            LONGS.set(target, written, word);
            long found = zeroBytes(word ^ pattern);
            if (found == 0) {
                at += Long.BYTES;
                written += Long.BYTES;
            } else {
                int before = Long.numberOfTrailingZeros(found) >>> 3;
                at += before + 1;
                written += before;
                target[written] = replacement;
                written += kept;
            }
        }
        for (; at < to; at++) {
            byte b = source[at];
            target[written] = b == old ? replacement : b;
            written += b == old ? kept : 1;
        }
        return written;
    }

    /** The high bit of the lowest byte that is 0, and perhaps of ones above it; 0 if no byte is. */
    private static long zeroBytes(long word) {
        return (word - LOW_BITS) & ~word & HIGH_BITS;
    }
}
