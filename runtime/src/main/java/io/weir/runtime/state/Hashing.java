package io.weir.runtime.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash of keys. It decides the key group of a key and is therefore part of the format of every snapshot: it never
 * changes.
 *
 * <p>The high 32 bits (key group, tag) are well mixed. The low 32 bits of a {@code long} key keep its three lowest
 * bits, so that eight neighbouring keys stand in one cache line of a hash index.
 */
final class Hashing {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final int NEIGHBOURS = 7;

    /** The hash of a NULL that is the whole key. */
    static final long OF_NULL = mix(0x6E756C6CL);

    private Hashing() {}

    static long ofLong(long value) {
        long low = mix((value >>> 3) ^ FACTOR);
        return (mix(value + FACTOR) & 0xFFFFFFFF00000000L) | (low & 0xFFFFFFF8L) | (value & NEIGHBOURS);
    }

    static long ofBytes(byte[] data, int from, int to) {
        long hash = (to - from) * FACTOR;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = step(hash, (long) LONGS.get(data, at));
        }
        long tail = 0;
        for (int shift = 0; at < to; at++, shift += Byte.SIZE) {
            tail |= (data[at] & 0xFFL) << shift;
        }
        return mix(step(hash, tail));
    }

    private static long step(long hash, long word) {
        long mixed = (hash ^ word) * FACTOR;
        return mixed ^ (mixed >>> 32);
    }

    /** The finalizer of MurmurHash3 (Austin Appleby), with the constants of David Stafford's variant 13. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
