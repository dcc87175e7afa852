package io.weir.tables;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source outside that a view reads, no further while too many of the view's changes wait to be published. Tables and
 * views are never held back so once a view is built: the epoch names what is read of them, and would not end without it.
 */
record HeldSource(Source source, ChangeMemory.Account memory) implements Source {
    HeldSource {
        requireNonNull(source, "source is null");
        requireNonNull(memory, "memory is null");
    }

    @Override
    public boolean isBounded() {
        return source.isBounded();
    }

    @Override
    public void validate() {
        source.validate();
    }

    @Override
    public Optional<Source> withColumns(List<Integer> wanted) {
        return source.withColumns(wanted).map(narrower -> new HeldSource(narrower, memory));
    }

    @Override
    public Optional<Source> withValues(Map<Integer, Object> values) {
        return source.withValues(values).map(fewer -> new HeldSource(fewer, memory));
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        HeldReader reader = new HeldReader(source.createReader(context, restored), memory);
        memory.onRoom(reader, context::wakeUp);
        return reader;
    }

    private static final class HeldReader implements SourceReader {
        private final SourceReader reader;
        private final ChangeMemory.Account memory;

        HeldReader(SourceReader reader, ChangeMemory.Account memory) {
            this.reader = reader;
            this.memory = memory;
        }

        @Override
        public boolean isHeldBack() {
            return memory.isFull() || reader.isHeldBack();
        }

        @Override
        public @Nullable SplitBatch poll(int maxRows) {
            return reader.poll(maxRows);
        }

        @Override
        public int splitCount() {
            return reader.splitCount();
        }

        @Override
        public String splitId(int split) {
            return reader.splitId(split);
        }

        @Override
        public boolean isSplitFinished(int split) {
            return reader.isSplitFinished(split);
        }

        @Override
        public boolean isFinished() {
            return reader.isFinished();
        }

        @Override
        public List<SplitPosition> snapshot(long checkpointId) {
            return reader.snapshot(checkpointId);
        }

        @Override
        public void checkpointCompleted(long checkpointId) {
            reader.checkpointCompleted(checkpointId);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
