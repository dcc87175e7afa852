package io.weir.runtime.operator.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A time, or another {@code long}, as the first eight bytes of an order key: big-endian, sign flipped, so that keys are
 * ordered as the numbers are.
 */
public final class TimeKey {
    public static final int BYTES = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private TimeKey() {}

    public static void put(long time, byte[] key, int at) {
        LONGS.set(key, at, time ^ Long.MIN_VALUE);
    }

    public static long get(byte[] key, int at) {
        return (long) LONGS.get(key, at) ^ Long.MIN_VALUE;
    }
}
