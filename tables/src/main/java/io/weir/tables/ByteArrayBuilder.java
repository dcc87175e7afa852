package io.weir.tables;

import java.util.Arrays;

/** Bytes that grow, big-endian. Not thread-safe. */
final class ByteArrayBuilder {
    private byte[] data;
    private int length;

    ByteArrayBuilder(int capacity) {
        data = new byte[capacity];
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void putByte(int value) {
        reserve(1);
        data[length++] = (byte) value;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        data[length++] = (byte) (value >>> 24);
        data[length++] = (byte) (value >>> 16);
        data[length++] = (byte) (value >>> 8);
        data[length++] = (byte) value;
    }

    void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    void putBytes(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, data, length, to - from);
        length += to - from;
    }

    void putBytes(byte[] bytes) {
        putBytes(bytes, 0, bytes.length);
    }

    byte[] build() {
        return Arrays.copyOf(data, length);
    }

    private void reserve(int count) {
        if (length + count > data.length) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, length + count));
        }
    }
}
