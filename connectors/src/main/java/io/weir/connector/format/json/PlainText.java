package io.weir.connector.format.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds where a text stops being the same in JSON as it is in UTF-8; eight bytes at a time. */
final class PlainText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private PlainText() {}

    /** The first byte in {@code data[from .. to)} that JSON must escape, or {@code to}: a quote, a backslash, a control character. */
    static int endOfUnescaped(byte[] data, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long found = special((long) LONGS.get(data, at));
            if (found != 0) {
                return at + firstByte(found);
            }
            at += Long.BYTES;
        }
        while (at < to && (data[at] < 0 || isPlain(data[at]))) {
            at++;
        }
        return at;
    }

    /** As {@link #endOfUnescaped}, but stops at a byte that is not ASCII as well. */
    static int endOfAscii(byte[] data, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long bytes = (long) LONGS.get(data, at);
            long found = special(bytes) | (bytes & HIGH_BITS);
            if (found != 0) {
                return at + firstByte(found);
            }
            at += Long.BYTES;
        }
        while (at < to && isPlain(data[at])) {
            at++;
        }
        return at;
    }

    /** Whether {@code data[at .. end)} begins with these bytes. */
    static boolean startsWith(byte[] data, int at, int end, byte[] wanted) {
        int size = wanted.length;
        if (end - at < size) {
            return false;
        }
        if (size < Long.BYTES) {
            for (int i = 0; i < size; i++) {
                if (data[at + i] != wanted[i]) {
                    return false;
                }
            }
            return true;
        }
        int last = size - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONGS.get(data, at + i) != (long) LONGS.get(wanted, i)) {
                return false;
            }
        }
        return (long) LONGS.get(data, at + last) == (long) LONGS.get(wanted, last);
    }

    /** The index of the lowest byte that is marked: the first one, as the bytes were read with the first one lowest. */
    private static int firstByte(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    private static boolean isPlain(byte value) {
        return value >= ' ' && value != '"' && value != '\\';
    }

    /**
     * Marks the bytes that must be escaped by their highest bits. A borrow may have it mark one more behind such a byte,
     * never before it.
     *
     * <p>Source: Sean Eron Anderson, Bit Twiddling Hacks, "Determine if a word has a byte less than n".
     */
    private static long special(long bytes) {
        long quotes = bytes ^ QUOTES;
        long backslashes = bytes ^ BACKSLASHES;
        return (((bytes - SPACES) & ~bytes) | ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes))
                & HIGH_BITS;
    }
}
