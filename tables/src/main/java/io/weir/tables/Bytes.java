package io.weir.tables;

import java.util.Arrays;

/**
 * A byte string as key of maps: equal by content, ordered as unsigned bytes, like RocksDB's keys. Takes the array over.
 */
record Bytes(byte[] array) implements Comparable<Bytes> {
    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public String toString() {
        return Arrays.toString(array);
    }

    static int intAt(byte[] data, int at) {
        return (data[at] & 0xFF) << 24
                | (data[at + 1] & 0xFF) << 16
                | (data[at + 2] & 0xFF) << 8
                | (data[at + 3] & 0xFF);
    }

    static long longAt(byte[] data, int at) {
        return (long) intAt(data, at) << 32 | (intAt(data, at + 4) & 0xFFFFFFFFL);
    }

    static byte[] ofLong(long value) {
        ByteArrayBuilder out = new ByteArrayBuilder(Long.BYTES);
        out.putLong(value);
        return out.build();
    }

    static boolean startsWith(byte[] data, byte[] prefix) {
        return data.length >= prefix.length && Arrays.equals(data, 0, prefix.length, prefix, 0, prefix.length);
    }
}
