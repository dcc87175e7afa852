package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Records on their way to the store: filled by the worker, then handed over and sorted and read on an I/O thread. A
 * later record of a key replaces an earlier one.
 */
final class WriteBuffer {
    /** Buffers are handed over when they have grown to this. */
    static final int FULL_BYTES = 4 << 20;

    private static final int FIRST_BYTES = 4 << 10;

    /** A buffer that is full has a record more than that, mostly a small one. */
    private static final int USUAL_BYTES = FULL_BYTES + FULL_BYTES / 16;

    private static final byte[] NONE = {};

    /** Ascends from buffer to buffer. */
    final int sequence;

    /** Number of snapshots asked for before it was opened: buffers of different epochs must not be written together. */
    final int epoch;

    private final int firstBytes;
    /** Made when there is a first record: most jobs write nothing most of the time. */
    byte[] data = NONE;

    int position;
    private int count;
    private int[] keyStarts = new int[64];
    private int[] keyEnds = new int[64];

    private WriteBuffer(int sequence, int epoch, int firstBytes) {
        this.sequence = sequence;
        this.epoch = epoch;
        this.firstBytes = firstBytes;
    }

    static WriteBuffer first() {
        return new WriteBuffer(1, 0, FIRST_BYTES);
    }

    /** The buffer after this one, which will likely take as much: growing step by step would be four times that. */
    WriteBuffer next(int nextEpoch) {
        return new WriteBuffer(sequence + 1, nextEpoch, isFull() ? USUAL_BYTES : Math.max(FIRST_BYTES, position));
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return position >= FULL_BYTES;
    }

    int bytes() {
        return position;
    }

    /**
     * Begins a record.
     *
     * @return where its key goes; {@code valueBytes} is its exact size, or -1 for a deletion
     */
    int begin(int keyBytes, int valueBytes) {
        reserve((long) position + keyBytes + Math.max(0, valueBytes) + 10);
        if (keyStarts.length == count) {
            keyStarts = Arrays.copyOf(keyStarts, count * 2);
            keyEnds = Arrays.copyOf(keyEnds, count * 2);
        }
        int keyEnd = position + keyBytes;
        keyStarts[count] = position;
        keyEnds[count] = keyEnd;
        count++;
        int at = position;
        position = Varint.write(valueBytes + 1L, data, keyEnd) + Math.max(0, valueBytes);
        return at;
    }

    private void reserve(long needed) {
        if (needed <= data.length) {
            return;
        }
        int wanted = position == 0 ? firstBytes : Math.min(data.length * 2, USUAL_BYTES);
        data = needed <= wanted ? Arrays.copyOf(data, wanted) : ByteRows.ensure(data, needed);
    }

    /** Where the value of the record just begun goes. */
    int valueStart() {
        return Varint.skip(data, keyEnds[count - 1]);
    }

    /** The records in order of their keys, each key once. */
    RecordCursor sorted() {
        return new Cursor(RecordSorter.order(data, keyStarts, keyEnds, count));
    }

    private final class Cursor implements RecordCursor {
        private final int[] order;
        private int next;
        private int current;

        Cursor(int[] order) {
            this.order = order;
        }

        @Override
        public boolean next() {
            if (next == count) {
                return false;
            }
            current = order[next++];
            // The sort is stable: of equal keys the last one is the latest.
            while (next < count && isSameKey(order[next])) {
                current = order[next++];
            }
            return true;
        }

        private boolean isSameKey(int other) {
            return Arrays.equals(data, keyStarts[current], keyEnds[current], data, keyStarts[other], keyEnds[other]);
        }

        @Override
        public byte[] keyData() {
            return data;
        }

        @Override
        public int keyStart() {
            return keyStarts[current];
        }

        @Override
        public int keyEnd() {
            return keyEnds[current];
        }

        @Override
        public boolean isDeletion() {
            return data[keyEnds[current]] == 0;
        }

        @Override
        public byte[] valueData() {
            return data;
        }

        @Override
        public int valueStart() {
            return Varint.skip(data, keyEnds[current]);
        }

        @Override
        public int valueEnd() {
            return valueStart() + Math.max(0, (int) Varint.read(data, keyEnds[current]) - 1);
        }

        @Override
        public void close() {}
    }
}
