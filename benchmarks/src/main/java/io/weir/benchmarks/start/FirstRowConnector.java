package io.weir.benchmarks.start;

import io.weir.connector.base.StatelessCommitter;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tables that write the time of their first row into a file. */
public final class FirstRowConnector implements Connector {
    static final String NAME = "benchmark-first-row";
    private static final Option<String> FILE = Option.text("file", null, "Where the time goes.");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Writes the time of the first row into a file, for benchmarks.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(FILE);
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.of(new FirstRowSink(Path.of(table.options().get(FILE))));
    }

    private record FirstRowSink(Path file) implements Sink {
        @Override
        public ChangelogKind changelog() {
            return ChangelogKind.ALL;
        }

        @Override
        public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
            return new Writer(file, context);
        }

        @Override
        public SinkCommitter createCommitter(SinkContext context) {
            return StatelessCommitter.INSTANCE;
        }
    }

    private static final class Writer implements SinkWriter {
        private final Path file;
        private final SinkContext context;
        private boolean isTold;

        Writer(Path file, SinkContext context) {
            this.file = file;
            this.context = context;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void write(Batch batch) {
            if (!isTold && batch.rowCount() > 0) {
                isTold = true;
                Instant now = Instant.now();
                context.io().execute(() -> tell(now));
            }
        }

        /** Renamed into place, so that nobody reads half a time. */
        private void tell(Instant time) {
            try {
                Path whole = file.resolveSibling(file.getFileName() + ".new");
                Files.writeString(whole, time.toString());
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                context.fail(e);
            }
        }

        @Override
        public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
            return CompletableFuture.completedFuture(SinkSnapshot.empty());
        }

        @Override
        public void close() {}
    }
}
