package io.weir.runtime.operator.source;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Schema;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are known beforehand, as one split that ends. Its position is the number of batches read.
 *
 * @param schema of the batches
 */
public record ValuesSource(Schema schema, List<Batch> batches) implements Source {
    private static final String SPLIT = "values";
    private static final byte VERSION = 1;

    public ValuesSource {
        requireNonNull(schema, "schema is null");
        batches = List.copyOf(batches);
    }

    @Override
    public boolean isBounded() {
        return true;
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        int next = restored.stream()
                .filter(position -> position.splitId().equals(SPLIT))
                .mapToInt(position ->
                        ByteBuffer.wrap(position.position(), 1, Integer.BYTES).getInt())
                .findFirst()
                .orElse(0);
        return new Reader(batches, context.owns(SPLIT), next);
    }

    private static final class Reader implements SourceReader {
        private final List<Batch> batches;
        private final boolean isOwner;
        private int next;

        private Reader(List<Batch> batches, boolean isOwner, int next) {
            this.batches = batches;
            this.isOwner = isOwner;
            this.next = next;
        }

        @Override
        public @Nullable SplitBatch poll(int maxRows) {
            return isFinished() ? null : new SplitBatch(0, batches.get(next++));
        }

        @Override
        public int splitCount() {
            return isOwner ? 1 : 0;
        }

        @Override
        public String splitId(int split) {
            return SPLIT;
        }

        @Override
        public boolean isSplitFinished(int split) {
            return isFinished();
        }

        @Override
        public boolean isFinished() {
            return !isOwner || next >= batches.size();
        }

        @Override
        public List<SplitPosition> snapshot(long checkpointId) {
            if (!isOwner) {
                return List.of();
            }
            byte[] position = ByteBuffer.allocate(1 + Integer.BYTES)
                    .put(VERSION)
                    .putInt(next)
                    .array();
            return List.of(new SplitPosition(SPLIT, position));
        }

        @Override
        public void close() {}
    }
}
