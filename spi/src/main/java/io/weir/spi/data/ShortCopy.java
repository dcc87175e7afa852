package io.weir.spi.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies the values of text columns, most of which are short: two moves of eight bytes, whatever the length, where
 * {@link System#arraycopy} would first have to find out how to go about it.
 */
public final class ShortCopy {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int MOST = 2 * Long.BYTES;

    private ShortCopy() {}

    /**
     * Copies {@code length} bytes. For values that are written one behind the other: up to 16 bytes of the target from
     * {@code to} on may be overwritten, more than the value has.
     *
     * @throws IndexOutOfBoundsException if source or target end before the value does
     */
    public static void append(byte[] source, int from, int length, byte[] target, int to) {
        if (length <= MOST && from <= source.length - MOST && to <= target.length - MOST) {
            long first = (long) LONGS.get(source, from);
            long second = (long) LONGS.get(source, from + Long.BYTES);
            LONGS.set(target, to, first);
            LONGS.set(target, to + Long.BYTES, second);
        } else {
            System.arraycopy(source, from, target, to, length);
        }
    }
}
