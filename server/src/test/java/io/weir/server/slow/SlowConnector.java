package io.weir.server.slow;

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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Tables that take a batch, and then none for a while. */
public final class SlowConnector implements Connector {
    private static final Option<Duration> REST = Option.duration("rest", "0", "Time from one batch to the next.");

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public String description() {
        return "Drops rows, slowly.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(REST);
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.of(new SlowSink(table.options().get(REST).toMillis()));
    }

    private record SlowSink(long restMillis) implements Sink {
        @Override
        public ChangelogKind changelog() {
            return ChangelogKind.ALL;
        }

        @Override
        public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
            return new Writer(context, restMillis);
        }

        @Override
        public SinkCommitter createCommitter(SinkContext context) {
            return StatelessCommitter.INSTANCE;
        }
    }

    private static final class Writer implements SinkWriter {
        private final SinkContext context;
        private final long restMillis;
        private volatile boolean resting;

        private Writer(SinkContext context, long restMillis) {
            this.context = context;
            this.restMillis = restMillis;
        }

        @Override
        public boolean isReady() {
            return !resting;
        }

        @Override
        public void write(Batch batch) {
            if (restMillis > 0) {
                resting = true;
                CompletableFuture.delayedExecutor(restMillis, TimeUnit.MILLISECONDS)
                        .execute(() -> {
                            resting = false;
                            context.wakeUp();
                        });
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
