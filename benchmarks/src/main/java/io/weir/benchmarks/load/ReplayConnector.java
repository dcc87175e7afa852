package io.weir.benchmarks.load;

import io.weir.connector.nexmark.NexmarkConnector;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.connector.TableDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Events of Nexmark that stay in memory: the first job of a process that reads a table makes them, later ones with the same
 * options and columns are handed the same batches. For comparisons with engines that have their tables in memory.
 */
public final class ReplayConnector implements Connector {
    public static final String NAME = "benchmark-replay";
    private static final int BATCH_ROWS = 4096;

    /** Of this process, because each job makes its sources anew. */
    private static final Map<Share, List<SplitBatch>> KEPT = new ConcurrentHashMap<>();

    /** What one subtask reads. */
    private record Share(Map<String, String> options, List<Integer> columns, int subtask, int parallelism) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Events of the Nexmark benchmark, generated once and kept in memory, for benchmarks.";
    }

    @Override
    public List<Option<?>> options() {
        return new NexmarkConnector().options();
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        int columns = table.physical().fields().size();
        return Optional.of(new ReplaySource(
                new NexmarkConnector().source(table, format).orElseThrow(),
                table.options().values(),
                IntStream.range(0, columns).boxed().toList()));
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    private record ReplaySource(Source generator, Map<String, String> options, List<Integer> wanted) implements Source {
        @Override
        public boolean isBounded() {
            return true;
        }

        @Override
        public Optional<Source> withColumns(List<Integer> columns) {
            return Optional.of(new ReplaySource(generator, options, List.copyOf(columns)));
        }

        @Override
        public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
            Share share = new Share(options, wanted, context.subtaskIndex(), context.parallelism());
            try (SourceReader reader =
                    generator.withColumns(wanted).orElseThrow().createReader(context, List.of())) {
                List<String> splits = IntStream.range(0, reader.splitCount())
                        .mapToObj(reader::splitId)
                        .toList();
                return new ReplayReader(splits, KEPT.computeIfAbsent(share, unused -> readAll(reader)));
            }
        }

        private static List<SplitBatch> readAll(SourceReader reader) {
            List<SplitBatch> batches = new ArrayList<>();
            for (SplitBatch batch = reader.poll(BATCH_ROWS); batch != null; batch = reader.poll(BATCH_ROWS)) {
                batches.add(batch);
            }
            return List.copyOf(batches);
        }
    }

    /** Hands batches over. A benchmark does not restart. */
    private static final class ReplayReader implements SourceReader {
        private final List<String> splits;
        private final List<SplitBatch> batches;
        private int next;

        ReplayReader(List<String> splits, List<SplitBatch> batches) {
            this.splits = splits;
            this.batches = batches;
        }

        @Override
        public @Nullable SplitBatch poll(int maxRows) {
            return next < batches.size() ? batches.get(next++) : null;
        }

        @Override
        public int splitCount() {
            return splits.size();
        }

        @Override
        public String splitId(int split) {
            return splits.get(split);
        }

        @Override
        public boolean isSplitFinished(int split) {
            return isFinished();
        }

        @Override
        public boolean isFinished() {
            return next == batches.size();
        }

        @Override
        public List<SplitPosition> snapshot(long checkpointId) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
