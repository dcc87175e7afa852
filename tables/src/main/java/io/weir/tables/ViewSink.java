package io.weir.tables;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes the changes of a view: adds up those of an epoch and sets them aside at its end, until the clock takes them. Of
 * one run of the view's job; writers and clock are on different threads.
 *
 * <p>It takes everything at any time. Were it not ready when much has come together, no barrier would come through to
 * it, the epoch would not end, and what waits here would never be taken. What is bounded is what the sources bring
 * ({@link ChangeMemory}).
 */
final class ViewSink implements Sink {
    private final Relation view;
    private final ChangeMemory.Account memory;
    private final List<Writer> writers = new ArrayList<>();

    /** @param memory told how much waits here */
    ViewSink(Relation view, ChangeMemory.Account memory) {
        this.view = view;
        this.memory = memory;
    }

    /** All changes up to the end of an epoch that have not been taken yet, added up. */
    Map<Bytes, Long> take(long epoch) {
        Map<Bytes, Long> all = new HashMap<>();
        List<Writer> present;
        synchronized (writers) {
            present = List.copyOf(writers);
        }
        for (Writer writer : present) {
            writer.take(epoch).forEach(changes -> changes.forEach((row, count) -> all.merge(row, count, Long::sum)));
        }
        return all;
    }

    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.ALL;
    }

    @Override
    public boolean needsEpochs() {
        return true;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        Writer writer = new Writer(view, memory);
        synchronized (writers) {
            writers.add(writer);
        }
        return writer;
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return new Nothing();
    }

    private record Sealed(long epoch, Map<Bytes, Long> changes, long bytes) {}

    private static final class Writer implements SinkWriter {
        private final NetChanges open;
        private final ChangeMemory.Account memory;
        private final ArrayDeque<Sealed> sealed = new ArrayDeque<>();

        Writer(Relation view, ChangeMemory.Account memory) {
            open = new NetChanges(view);
            this.memory = memory;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void write(Batch batch) {
            long before = open.bytes();
            open.add(batch);
            memory.take(open.bytes() - before);
        }

        @Override
        public void endOfEpoch(long epoch) {
            if (!open.isEmpty()) {
                long bytes = open.bytes();
                Sealed changes = new Sealed(epoch, open.take(), bytes);
                synchronized (sealed) {
                    sealed.add(changes);
                }
            }
        }

        @Override
        public void endOfInput() {
            endOfEpoch(Long.MIN_VALUE);
        }

        List<Map<Bytes, Long>> take(long epoch) {
            List<Map<Bytes, Long>> taken = new ArrayList<>();
            synchronized (sealed) {
                for (Sealed next = sealed.peek(); next != null && next.epoch() <= epoch; next = sealed.peek()) {
                    taken.add(next.changes());
                    memory.take(-next.bytes());
                    sealed.remove();
                }
            }
            return taken;
        }

        @Override
        public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
            return CompletableFuture.completedFuture(SinkSnapshot.empty());
        }

        @Override
        public void close() {}
    }

    private static final class Nothing implements SinkCommitter {
        @Override
        public void recover(List<byte[]> committables) {}

        @Override
        public void commit(long checkpointId, List<byte[]> committables) {}

        @Override
        public void close() {}
    }
}
