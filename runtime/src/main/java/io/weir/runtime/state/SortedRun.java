package io.weir.runtime.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records and deletions sorted by key, in segments that do not overlap. Immutable.
 *
 * @param sequence greater for newer runs: of two runs with the same key the greater one counts
 * @param segments ascending, at least one
 */
record SortedRun(long sequence, List<Segment> segments) {
    /** Small enough to be held whole by whoever writes or reads a file. */
    static final int SEGMENT_BYTES = 8 << 20;

    SortedRun {
        segments = List.copyOf(segments);
    }

    long bytes() {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += segment.length;
        }
        return bytes;
    }

    long count() {
        long count = 0;
        for (Segment segment : segments) {
            count += segment.count;
        }
        return count;
    }

    /** A run of what a cursor yields, or null if that is nothing. Closes the cursor. */
    static @Nullable SortedRun of(long sequence, RecordCursor records, long expectedBytes) {
        List<Segment> segments = new ArrayList<>();
        try (records) {
            Segment.Builder builder = new Segment.Builder((int) Math.min(SEGMENT_BYTES, expectedBytes + 64));
            while (records.next()) {
                builder.add(records);
                if (builder.bytes() >= SEGMENT_BYTES) {
                    segments.add(builder.build());
                    builder = new Segment.Builder(SEGMENT_BYTES / 8);
                }
            }
            if (!builder.isEmpty()) {
                segments.add(builder.build());
            }
        }
        return segments.isEmpty() ? null : new SortedRun(sequence, segments);
    }

    /**
     * Looks a key up.
     *
     * @return where its record begins in the segment that {@code found} is given, or -1
     */
    int find(byte[] key, int from, int to, Segment[] found) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).compareLast(key, from, to) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Segment segment = segments.get(low);
        int record = segment.seek(key, from, to);
        if (record == segment.length
                || !Arrays.equals(
                        segment.data,
                        Segment.keyStart(segment.data, record),
                        Segment.keyEnd(segment.data, record),
                        key,
                        from,
                        to)) {
            return -1;
        }
        found[0] = segment;
        return record;
    }

    /** All records with {@code from <= key < to}, deletions included. */
    RecordCursor cursor(byte[] from, byte @Nullable [] to) {
        return new Cursor(from, to);
    }

    private final class Cursor implements RecordCursor {
        private final byte @Nullable [] to;
        private int index;
        private Segment segment;
        private int next;
        private int keyStart;
        private int keyEnd;
        private int valueStart;
        private int valueEnd;
        private boolean isDeletion;

        Cursor(byte[] from, byte @Nullable [] to) {
            this.to = to;
            while (index < segments.size() - 1 && segments.get(index).compareLast(from, 0, from.length) < 0) {
                index++;
            }
            segment = segments.get(index);
            next = segment.seek(from, 0, from.length);
        }

        @Override
        public boolean next() {
            if (next == segment.length) {
                if (index == segments.size() - 1) {
                    return false;
                }
                segment = segments.get(++index);
                next = Segment.HEADER_BYTES;
            }
            byte[] data = segment.data;
            int start = Segment.keyStart(data, next);
            int end = start + (int) Varint.read(data, next);
            if (to != null && Arrays.compareUnsigned(data, start, end, to, 0, to.length) >= 0) {
                return false;
            }
            keyStart = start;
            keyEnd = end;
            isDeletion = data[end] == 0;
            valueStart = Varint.skip(data, end);
            valueEnd = isDeletion ? valueStart : valueStart + (int) Varint.read(data, end) - 1;
            next = valueEnd;
            return true;
        }

        @Override
        public byte[] keyData() {
            return segment.data;
        }

        @Override
        public int keyStart() {
            return keyStart;
        }

        @Override
        public int keyEnd() {
            return keyEnd;
        }

        @Override
        public boolean isDeletion() {
            return isDeletion;
        }

        @Override
        public byte[] valueData() {
            return segment.data;
        }

        @Override
        public int valueStart() {
            return valueStart;
        }

        @Override
        public int valueEnd() {
            return valueEnd;
        }

        @Override
        public void close() {}
    }
}
