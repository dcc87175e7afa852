package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.state.FreezeRequest.Form;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store on the heap: a few immutable sorted runs, the newest first. A write adds a run; runs of like size are merged,
 * so that there are about as many as the logarithm of the size. As runs never change, readers need no lock, a snapshot
 * is the list of runs, and an incremental one uploads only runs that are new.
 */
public final class MemoryStore implements KeyValueStore {
    /** A run is merged with the next older one unless that is so many times larger. */
    private static final int GROWTH = 3;

    private static final byte[] BEGIN = {};

    private final StateMemory.Account memory;

    /** Newest first; replaced as a whole. */
    private volatile List<SortedRun> runs = List.of();

    private volatile long bytes;
    private long nextSequence = 1;

    /** @param memory is told how much the runs take; writing beyond its limit is an error */
    public MemoryStore(StateMemory.Account memory) {
        this.memory = requireNonNull(memory, "memory is null");
    }

    @Override
    public void get(ByteRows keys, ValueSink values) {
        List<SortedRun> current = runs;
        Segment[] found = new Segment[1];
        for (int i = 0; i < keys.count(); i++) {
            for (SortedRun run : current) {
                int record = run.find(keys.data(), keys.start(i), keys.end(i), found);
                if (record >= 0) {
                    byte[] data = found[0].data;
                    int value = Segment.keyEnd(data, record);
                    if (data[value] != 0) {
                        int from = Varint.skip(data, value);
                        values.found(i, data, from, from + (int) Varint.read(data, value) - 1);
                    }
                    break;
                }
            }
        }
    }

    @Override
    public RecordCursor cursor(byte[] from, byte @Nullable [] to) {
        return merged(runs, from, to, false);
    }

    private static RecordCursor merged(
            List<SortedRun> newestFirst, byte[] from, byte @Nullable [] to, boolean keepsDeletions) {
        if (newestFirst.isEmpty()) {
            return EmptyCursor.INSTANCE;
        }
        List<RecordCursor> cursors = new ArrayList<>(newestFirst.size());
        for (SortedRun run : newestFirst) {
            cursors.add(run.cursor(from, to));
        }
        return new MergingCursor(cursors, keepsDeletions);
    }

    @Override
    public boolean isEmpty() {
        return runs.isEmpty();
    }

    @Override
    public void write(RecordCursor records, long expectedBytes) {
        SortedRun run = counted(records, expectedBytes);
        if (run == null) {
            return;
        }
        List<SortedRun> merged = new ArrayList<>(runs);
        merged.add(0, run);
        while (merged.size() > 1 && isDue(merged.get(0), merged.get(1))) {
            mergeNewestTwo(merged);
        }
        publish(merged);
    }

    /** By number of records as well as by size: few bytes of deletions may hide much. */
    private static boolean isDue(SortedRun newer, SortedRun older) {
        return older.bytes() < GROWTH * newer.bytes() || older.count() < GROWTH * newer.count();
    }

    private void mergeNewestTwo(List<SortedRun> merged) {
        List<SortedRun> both = List.of(merged.remove(0), merged.remove(0));
        long expected = both.get(0).bytes() + both.get(1).bytes();
        // Below the oldest run there is nothing that a deletion must hide.
        SortedRun run = counted(merged(both, BEGIN, null, !merged.isEmpty()), expected);
        if (run != null) {
            merged.add(0, run);
        }
    }

    /**
     * A run of what the cursor yields. It counts while it is made: until it is published, what it is made from is there
     * as well.
     */
    private @Nullable SortedRun counted(RecordCursor records, long expectedBytes) {
        try {
            memory.require(expectedBytes);
            return SortedRun.of(nextSequence++, records, expectedBytes);
        } finally {
            memory.require(-expectedBytes);
        }
    }

    private void publish(List<SortedRun> newRuns) {
        long newBytes = 0;
        for (SortedRun run : newRuns) {
            newBytes += run.bytes();
        }
        memory.require(newBytes - bytes);
        runs = List.copyOf(newRuns);
        bytes = newBytes;
    }

    /**
     * Puts the runs of a snapshot in, before anything is written. They keep their sequence numbers, which are part of
     * the names of their files.
     */
    void restore(List<SortedRun> newestFirst) {
        publish(newestFirst);
        for (SortedRun run : newestFirst) {
            nextSequence = Math.max(nextSequence, run.sequence() + 1);
        }
    }

    @Override
    public StoreSnapshot snapshot(Form form) {
        return new RunSnapshot(runs, form == Form.CANONICAL);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** Gives its memory back to the account; the runs themselves are left to readers that may still be at it. */
    @Override
    public void close() {
        memory.require(-bytes);
        bytes = 0;
    }

    /** Native: the runs as they are. Canonical: merged into one, without deletions. */
    private record RunSnapshot(List<SortedRun> runs, boolean isMerged) implements StoreSnapshot {
        @Override
        public String format() {
            return CanonicalFiles.FORMAT;
        }

        @Override
        public void forEachFile(FileSink sink) {
            if (isMerged) {
                CanonicalFiles.write(merged(runs, BEGIN, null, false), sink);
                return;
            }
            for (SortedRun run : runs) {
                for (int i = 0; i < run.segments().size(); i++) {
                    Segment segment = run.segments().get(i);
                    sink.file(
                            CanonicalFiles.name(run.sequence(), i, segment),
                            true,
                            () -> new ByteArrayInputStream(segment.data, 0, segment.length));
                }
            }
        }

        @Override
        public void close() {}
    }
}
