package io.weir.runtime.state;

import java.util.Arrays;

/**
 * The bounds of one row in a chunk: {@code varint(key length) key varint(payload length) payload numbers}, numbers as
 * zigzag varints.
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
        int keyLength = chunk[at];
        keyStart = at + 1;
        if (keyLength < 0) {
            keyLength = (int) Varint.read(chunk, at);
            keyStart = Varint.skip(chunk, at);
        }
        keyEnd = keyStart + keyLength;
        int payloadLength = chunk[keyEnd];
        payloadStart = keyEnd + 1;
        if (payloadLength < 0) {
            payloadLength = (int) Varint.read(chunk, keyEnd);
            payloadStart = Varint.skip(chunk, keyEnd);
        }
        payloadEnd = payloadStart + payloadLength;
        end = numberStart(chunk, numbers);
    }

    /**
     * Reads the first row from the beginning of the chunk whose key is not less than this one; it begins at
     * {@code length} if there is none.
     *
     * @return whether its key is equal
     */
    boolean seek(byte[] chunk, int length, byte[] key, int from, int to) {
        // Most keys differ in what they begin with, a time mostly; two numbers compare faster than two arrays.
        boolean isWide = to - from >= Long.BYTES;
        long beginning = isWide ? BigEndian.getLong(key, from) : 0;
        int at = 0;
        while (at < length) {
            int otherLength = chunk[at];
            int other = at + 1;
            if (otherLength < 0) {
                otherLength = (int) Varint.read(chunk, at);
                other = Varint.skip(chunk, at);
            }
            int otherEnd = other + otherLength;
            int compared = isWide && otherLength >= Long.BYTES
                    ? Long.compareUnsigned(BigEndian.getLong(chunk, other), beginning)
                    : 0;
            if (compared == 0) {
                compared = Arrays.compareUnsigned(chunk, other, otherEnd, key, from, to);
            }
            if (compared >= 0) {
                read(chunk, at);
                return compared == 0;
            }
            at = behind(chunk, otherEnd);
        }
        start = length;
        return false;
    }

    /** Where the row ends whose key ends at {@code keyEnd}. */
    private int behind(byte[] chunk, int keyEnd) {
        int length = chunk[keyEnd];
        int at = keyEnd + 1 + length;
        if (length < 0) {
            at = Varint.skip(chunk, keyEnd) + (int) Varint.read(chunk, keyEnd);
        }
        for (int i = 0; i < numbers; i++) {
            at = chunk[at] >= 0 ? at + 1 : Varint.skip(chunk, at);
        }
        return at;
    }

    /** Reads the last row that ends at {@code before} or earlier; there is one. */
    void readLast(byte[] chunk, int before) {
        int at = 0;
        while (at < before) {
            read(chunk, at);
            at = end;
        }
    }

    int numberStart(byte[] chunk, int index) {
        int at = payloadEnd;
        for (int i = 0; i < index; i++) {
            at = chunk[at] >= 0 ? at + 1 : Varint.skip(chunk, at);
        }
        return at;
    }

    long number(byte[] chunk, int index) {
        long value = Varint.read(chunk, numberStart(chunk, index));
        return (value >>> 1) ^ -(value & 1);
    }

    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** Bytes of a new row. */
    int size(int keyLength, int payloadLength) {
        return Varint.size(keyLength) + keyLength + Varint.size(payloadLength) + payloadLength + numbers;
    }

    /** Writes a new row, numbers 0. */
    void write(byte[] key, int keyLength, byte[] payload, int from, int to, byte[] chunk, int at) {
        int position = Varint.write(keyLength, chunk, at);
        System.arraycopy(key, 0, chunk, position, keyLength);
        position = Varint.write(to - from, chunk, position + keyLength);
        System.arraycopy(payload, from, chunk, position, to - from);
        position += to - from;
        Arrays.fill(chunk, position, position + numbers, (byte) 0);
    }
}
