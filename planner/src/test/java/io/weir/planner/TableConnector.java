package io.weir.planner;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connector {@code test}: tables that can be planned with, and read by {@link GraphRunner}. */
final class TableConnector implements Connector {
    private static final Option<ChangelogKind> CHANGELOG =
            Option.oneOf("changelog", ChangelogKind.class, "insert-only", "What reading yields.");
    private static final Option<ChangelogKind> SINK_CHANGELOG =
            Option.oneOf("sink.changelog", ChangelogKind.class, "all", "What writing takes.");
    private static final Option<Boolean> BOUNDED = Option.bool("bounded", "false", "Whether reading ends.");
    private static final Option<Boolean> READABLE = Option.bool("readable", "true", "Whether it can be read.");

    /** Rows of tables, as batches, by the table's name. */
    private final Map<String, List<Batch>> fed = new HashMap<>();

    void feed(String table, Batch batch) {
        fed.computeIfAbsent(table, name -> new ArrayList<>()).add(batch);
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String description() {
        return "Tables that can be planned with.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(CHANGELOG, SINK_CHANGELOG, BOUNDED, READABLE);
    }

    @Override
    public Map<String, DataType> metadata() {
        return Map.of(
                "offset", DataType.of(TypeKind.BIGINT).notNull(),
                "timestamp", DataType.of(TypeKind.TIMESTAMP_LTZ, 3).notNull());
    }

    @Override
    public ChangelogKind sourceChangelog(TableDescriptor table) {
        return table.options().get(CHANGELOG);
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        return table.options().get(READABLE)
                ? Optional.of(new TestSource(table.options().get(BOUNDED), fed.getOrDefault(table.name(), List.of())))
                : Optional.empty();
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.of(new TestSink(table.options().get(SINK_CHANGELOG)));
    }

    record TestSource(boolean isBounded, List<Batch> batches) implements Source {
        @Override
        public Optional<Source> withColumns(List<Integer> wanted) {
            List<Batch> narrow = batches.stream()
                    .map(batch -> Batch.of(
                            batch.rowCount(),
                            batch.rowKinds(),
                            wanted.stream().map(batch::column).toArray(Column[]::new)))
                    .toList();
            return Optional.of(new TestSource(isBounded, narrow));
        }

        @Override
        public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
            throw new UnsupportedOperationException("never run");
        }
    }

    private record TestSink(ChangelogKind changelog) implements Sink {
        @Override
        public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
            throw new UnsupportedOperationException("never run");
        }

        @Override
        public SinkCommitter createCommitter(SinkContext context) {
            throw new UnsupportedOperationException("never run");
        }
    }
}
