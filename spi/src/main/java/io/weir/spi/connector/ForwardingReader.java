package io.weir.spi.connector;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks another reader everything; a subclass overrides what it does otherwise. */
public abstract class ForwardingReader implements SourceReader {
    private final SourceReader reader;

    protected ForwardingReader(SourceReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public @Nullable SplitBatch poll(int maxRows) {
        return reader.poll(maxRows);
    }

    @Override
    public boolean isHeldBack() {
        return reader.isHeldBack();
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
