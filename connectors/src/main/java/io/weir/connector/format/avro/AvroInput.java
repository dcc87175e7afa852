package io.weir.connector.format.avro;

import io.weir.spi.connector.Format.MalformedRecordException;

/**
 * The primitives of Avro's binary encoding (Avro specification 1.12, "Binary Encoding"), read from a record; reused
 * from record to record.
 */
final class AvroInput {
    private static final int MAX_LONG_BYTES = 10;

    byte[] data = {};
    int position;
    private int start;
    private int end;

    void reset(byte[] newData, int from, int to) {
        data = newData;
        position = from;
        start = from;
        end = to;
    }

    boolean isAtEnd() {
        return position == end;
    }

    boolean readBoolean() throws MalformedRecordException {
        need(1);
        byte value = data[position++];
        if (value != 0 && value != 1) {
            throw malformed("wanted a boolean, 0 or 1, found " + value);
        }
        return value == 1;
    }

    /** A number in base 128, the low digits first, the sign in the lowest bit. */
    long readLong() throws MalformedRecordException {
        long value = 0;
        for (int i = 0; i < MAX_LONG_BYTES; i++) {
            need(1);
            byte next = data[position++];
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw malformed("wanted a number of at most " + MAX_LONG_BYTES + " bytes, found more");
    }

    double readFloat() throws MalformedRecordException {
        return Float.intBitsToFloat((int) readFixed(Float.BYTES));
    }

    double readDouble() throws MalformedRecordException {
        return Double.longBitsToDouble(readFixed(Double.BYTES));
    }

    private long readFixed(int bytes) throws MalformedRecordException {
        need(bytes);
        long bits = 0;
        for (int i = 0; i < bytes; i++) {
            bits |= (data[position++] & 0xFFL) << (8 * i);
        }
        return bits;
    }

    /** The length of the bytes that follow at {@link #position}, which are all there. */
    int readLength() throws MalformedRecordException {
        long length = readLong();
        if (length < 0 || length > end - position) {
            throw malformed("wanted " + length + " bytes, found " + (end - position));
        }
        return (int) length;
    }

    /**
     * The number of items in the next block of an array or map, 0 at its end. Each item has at least a byte, so that a
     * record cannot announce more than it has.
     */
    int readBlockCount() throws MalformedRecordException {
        long count = readLong();
        if (count < 0) {
            readLong(); // the block's size in bytes, for those who skip it
            count = count == Long.MIN_VALUE ? Long.MAX_VALUE : -count;
        }
        if (count > end - position) {
            throw malformed("wanted " + count + " items, found " + (end - position) + " bytes");
        }
        return (int) count;
    }

    private void need(int bytes) throws MalformedRecordException {
        if (end - position < bytes) {
            throw malformed("wanted " + bytes + " more bytes, found the end of the record");
        }
    }

    MalformedRecordException malformed(String message) {
        return new MalformedRecordException(message + " (at byte " + (position - start) + ")");
    }
}
