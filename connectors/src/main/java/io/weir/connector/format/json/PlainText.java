package io.weir.connector.format.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds where a text stops being the same in JSON as it is in UTF-8; eight bytes at a time. */
final class PlainText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private PlainText() {}

    /** The first byte in {@code data[from .. to)} that JSON must escape, or {@code to}: a quote, a backslash, a control character. */
    static int endOfUnescaped(byte[] data, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to && special((long) LONGS.get(data, at)) == 0) {
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
            if ((special(bytes) | (bytes & HIGH_BITS)) != 0) {
                break;
            }
            at += Long.BYTES;
        }
        while (at < to && isPlain(data[at])) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(byte value) {
        return value >= ' ' && value != '"' && value != '\\';
    }

    /**
     * Not 0 if one of the bytes must be escaped. A borrow may have it see one more behind such a byte, never before it.
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
