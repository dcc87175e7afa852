package io.weir.runtime.state;

import static io.weir.spi.Checks.checkState;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Arrays;

/**
 * An immutable piece of a sorted run: records in one array, which is also the content of a file of the canonical
 * format.
 *
 * <pre>
 * "WSR1"  int: number of records   records, ascending
 * record: varint(key length) key  varint(1 + value length) value    or, for a deletion, 0 in place of the last two
 * </pre>
 */
final class Segment {
    static final int HEADER_BYTES = 8;
    private static final int MAGIC = 0x57535231;

    /** Every so many records one offset is kept to search among. */
    private static final int RECORDS_PER_OFFSET = 16;

    final byte[] data;
    final int length;
    final int count;
    private final int[] offsets;
    private final int lastRecord;

    private Segment(byte[] data, int length, int count, int[] offsets, int lastRecord) {
        this.data = data;
        this.length = length;
        this.count = count;
        this.offsets = offsets;
        this.lastRecord = lastRecord;
    }

    /**
     * Takes a file's content over.
     *
     * @throws WeirException (STORAGE_CORRUPT) if it is not one
     */
    static Segment parse(byte[] content, String name) {
        if (content.length < HEADER_BYTES || BigEndian.getInt(content, 0) != MAGIC) {
            throw corrupt(name, "does not begin like a sorted run of version 1", null);
        }
        int count = BigEndian.getInt(content, Integer.BYTES);
        int[] offsets = new int[Math.max(0, count) / RECORDS_PER_OFFSET + 1];
        int at = HEADER_BYTES;
        int last = at;
        try {
            for (int i = 0; i < count; i++) {
                if (i % RECORDS_PER_OFFSET == 0) {
                    offsets[i / RECORDS_PER_OFFSET] = at;
                }
                last = at;
                at = recordEnd(content, at);
            }
        } catch (IndexOutOfBoundsException e) {
            throw corrupt(name, "ends within a record", e);
        }
        if (at != content.length || count < 1) {
            throw corrupt(name, "holds " + content.length + " bytes, its " + count + " records end at " + at, null);
        }
        return new Segment(content, content.length, count, offsets, last);
    }

    private static WeirException corrupt(String name, String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new WeirException(ErrorCode.STORAGE_CORRUPT, "state file \"" + name + "\" " + what, cause);
    }

    static int keyStart(byte[] data, int record) {
        return Varint.skip(data, record);
    }

    static int keyEnd(byte[] data, int record) {
        return Varint.skip(data, record) + (int) Varint.read(data, record);
    }

    static int recordEnd(byte[] data, int record) {
        int at = keyEnd(data, record);
        int value = (int) Varint.read(data, at);
        int end = Varint.skip(data, at) + Math.max(0, value - 1);
        if (value < 0 || end < 0) {
            throw new IndexOutOfBoundsException("a length is negative");
        }
        return end;
    }

    /** The first key. */
    byte[] first() {
        return Arrays.copyOfRange(data, keyStart(data, HEADER_BYTES), keyEnd(data, HEADER_BYTES));
    }

    int compareLast(byte[] key, int from, int to) {
        return Arrays.compareUnsigned(data, keyStart(data, lastRecord), keyEnd(data, lastRecord), key, from, to);
    }

    int firstKeyGroup() {
        return BigEndian.getUnsignedShort(data, keyStart(data, HEADER_BYTES));
    }

    int lastKeyGroup() {
        return BigEndian.getUnsignedShort(data, keyStart(data, lastRecord));
    }

    /** Where the first record with a key not less than this one begins; {@link #length} if there is none. */
    int seek(byte[] key, int from, int to) {
        int low = 0;
        int high = (count - 1) / RECORDS_PER_OFFSET;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            int record = offsets[middle];
            if (Arrays.compareUnsigned(data, keyStart(data, record), keyEnd(data, record), key, from, to) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int record = offsets[low];
        while (record < length
                && Arrays.compareUnsigned(data, keyStart(data, record), keyEnd(data, record), key, from, to) < 0) {
            record = recordEnd(data, record);
        }
        return record;
    }

    /** Collects ascending records. */
    static final class Builder {
        private byte[] data;
        private int position = HEADER_BYTES;
        private int count;
        private int lastRecord;
        private int[] offsets = new int[16];

        Builder(int expectedBytes) {
            data = new byte[Math.max(64, expectedBytes)];
        }

        int bytes() {
            return position;
        }

        boolean isEmpty() {
            return count == 0;
        }

        void add(RecordCursor record) {
            int keyLength = record.keyEnd() - record.keyStart();
            int valueLength = record.isDeletion() ? 0 : record.valueEnd() - record.valueStart();
            data = ByteRows.ensure(data, (long) position + keyLength + valueLength + 12);
            if (count % RECORDS_PER_OFFSET == 0) {
                if (offsets.length == count / RECORDS_PER_OFFSET) {
                    offsets = Arrays.copyOf(offsets, offsets.length * 2);
                }
                offsets[count / RECORDS_PER_OFFSET] = position;
            }
            lastRecord = position;
            position = Varint.write(keyLength, data, position);
            System.arraycopy(record.keyData(), record.keyStart(), data, position, keyLength);
            position += keyLength;
            if (record.isDeletion()) {
                data[position++] = 0;
            } else {
                position = Varint.write(valueLength + 1L, data, position);
                System.arraycopy(record.valueData(), record.valueStart(), data, position, valueLength);
                position += valueLength;
            }
            count++;
        }

        Segment build() {
            checkState(count > 0, "a segment holds at least one record");
            BigEndian.putInt(data, 0, MAGIC);
            BigEndian.putInt(data, Integer.BYTES, count);
            byte[] exact = data.length - position > position / 8 ? Arrays.copyOf(data, position) : data;
            return new Segment(
                    exact, position, count, Arrays.copyOf(offsets, (count - 1) / RECORDS_PER_OFFSET + 1), lastRecord);
        }
    }
}
