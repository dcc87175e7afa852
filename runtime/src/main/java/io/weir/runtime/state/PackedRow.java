package io.weir.runtime.state;

import java.util.Arrays;

/**
 * The bounds of one row in a chunk: {@code varint(key length) key varint(payload length) payload numbers}, numbers as zigzag varints.
 */
final class PackedRow {
    private final int numbers;
    int start;
    int keyStart;
    int keyEnd;
    int payloadStart;
    int payloadEnd;
    int end;

    PackedRow(int numbers) {
        this.numbers = numbers;
    }

    /** Reads the row that begins at {@code at}. */
    void read(byte[] chunk, int at) {
        start = at;
        keyStart = Varint.skip(chunk, at);
        keyEnd = keyStart + (int) Varint.read(chunk, at);
        payloadStart = Varint.skip(chunk, keyEnd);
        payloadEnd = payloadStart + (int) Varint.read(chunk, keyEnd);
        end = numberStart(chunk, numbers);
    }

    int numberStart(byte[] chunk, int index) {
        int at = payloadEnd;
        for (int i = 0; i < index; i++) {
            at = Varint.skip(chunk, at);
        }
        return at;
    }

    long number(byte[] chunk, int index) {
        long value = Varint.read(chunk, numberStart(chunk, index));
        return (value >>> 1) ^ -(value & 1);
    }

    int compareKey(byte[] chunk, byte[] data, int from, int to) {
        return Arrays.compareUnsigned(chunk, keyStart, keyEnd, data, from, to);
    }

    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** A new row, numbers 0. */
    byte[] pack(byte[] key, int keyLength, byte[] payload, int from, int to) {
        byte[] row = new byte[Varint.size(keyLength) + keyLength + Varint.size(to - from) + to - from + numbers];
        int at = Varint.write(keyLength, row, 0);
        System.arraycopy(key, 0, row, at, keyLength);
        at = Varint.write(to - from, row, at + keyLength);
        System.arraycopy(payload, from, row, at, to - from);
        return row;
    }
}
