package io.weir.tables;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.ForwardingReader;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitPosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    private static final class HeldReader extends ForwardingReader {
        private final ChangeMemory.Account memory;

        HeldReader(SourceReader reader, ChangeMemory.Account memory) {
            super(reader);
            this.memory = memory;
        }

        @Override
        public boolean isHeldBack() {
            return memory.isFull() || super.isHeldBack();
        }

        @Override
        public void close() {
            memory.forget(this);
            super.close();
        }
    }
}
