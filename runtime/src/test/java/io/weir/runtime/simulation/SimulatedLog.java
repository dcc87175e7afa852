package io.weir.runtime.simulation;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.testing.RowText;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * An external log with transactions, which outlives the processes that write to it: rows are visible when their
 * transaction is committed. Commits fail now and then, before or after they took effect; writers are slow now and then.
 */
final class SimulatedLog implements Sink {
    private final List<DataType> types;
    private final int order;
    private final Faults faults;
    private boolean needsEpochs = true;
    private final Map<String, List<String>> open = new ConcurrentSkipListMap<>();
    private final Set<String> finished = new ConcurrentSkipListSet<>();
    private final List<String> committed = Collections.synchronizedList(new ArrayList<>());

    /**
     * @param order which of columns 1 and 2 ascends for rows with the same values before it; 0: none
     */
    SimulatedLog(List<DataType> types, int order, Faults faults) {
        this.types = types;
        this.order = order;
        this.faults = faults;
    }

    List<String> committed() {
        return committed;
    }

    /** Transactions that are neither committed nor aborted. */
    Set<String> open() {
        return open.keySet();
    }

    void ignoreEpochs() {
        needsEpochs = false;
    }

    @Override
    public boolean needsEpochs() {
        return needsEpochs;
    }

    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.ALL;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        return new Writer(context);
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return new Committer(context.sinkId(), context.attempt());
    }

    private final class Writer implements SinkWriter {
        private final SinkContext context;
        private List<String> rows = new ArrayList<>();
        private volatile boolean resting;
        private volatile boolean closed;
        private final Map<String, Long> lastOfGroup = new HashMap<>();

        private Writer(SinkContext context) {
            this.context = context;
        }

        @Override
        public boolean isReady() {
            return !resting;
        }

        @Override
        public void write(Batch batch) {
            checkState(!closed && !resting, "write to a writer that is not ready");
            if (order > 0) {
                checkOrder(batch);
            }
            rows.addAll(RowText.rows(types, batch));
            if (faults.isSlowSink()) {
                resting = true;
                context.io().execute(() -> {
                    resting = false;
                    context.wakeUp();
                });
            }
        }

        /** No two rows of a key overtake each other on their way. */
        private void checkOrder(Batch batch) {
            for (int row = 0; row < batch.rowCount(); row++) {
                StringBuilder group = new StringBuilder();
                for (int column = 0; column < order; column++) {
                    group.append(value(batch, column, row)).append(' ');
                }
                long now = value(batch, order, row);
                Long before = lastOfGroup.put(group.toString(), now);
                checkState(before == null || before < now, "key %s: %s came behind %s", group, now, before);
            }
        }

        private static long value(Batch batch, int column, int row) {
            return ((LongColumn) batch.column(column)).values()[batch.position(row)];
        }

        @Override
        public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
            List<String> written = rows;
            rows = new ArrayList<>();
            if (written.isEmpty()) {
                return CompletableFuture.completedFuture(SinkSnapshot.empty());
            }
            String name =
                    context.sinkId() + "-" + context.attempt() + "-" + context.subtaskIndex() + "-" + checkpointId;
            CompletableFuture<SinkSnapshot> prepared = new CompletableFuture<>();
            context.io().execute(() -> {
                if (faults.failsPreCommit()) {
                    prepared.completeExceptionally(
                            new WeirException(ErrorCode.CONNECTOR_FAILURE, "log refuses " + name));
                    return;
                }
                if (!closed) {
                    checkState(open.put(name, written) == null, "transaction %s is opened twice", name);
                }
                prepared.complete(new SinkSnapshot(List.of(name.getBytes(StandardCharsets.UTF_8)), List.of()));
            });
            return prepared;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final class Committer implements SinkCommitter {
        private final String sinkId;
        private final long attempt;

        private Committer(String sinkId, long attempt) {
            this.sinkId = sinkId;
            this.attempt = attempt;
        }

        @Override
        public void recover(List<byte[]> committables) {
            for (byte[] each : committables) {
                commit(new String(each, StandardCharsets.UTF_8));
            }
            abortOthers();
        }

        private void abortOthers() {
            for (String name : List.copyOf(open.keySet())) {
                String rest = name.substring(sinkId.length() + 1);
                if (name.startsWith(sinkId + "-") && Long.parseLong(rest.substring(0, rest.indexOf('-'))) <= attempt) {
                    open.remove(name);
                }
            }
        }

        @Override
        public void commit(long checkpointId, List<byte[]> committables) {
            for (byte[] each : committables) {
                if (faults.failsCommitBefore()) {
                    throw new WeirException(ErrorCode.CONNECTOR_FAILURE, "log is away");
                }
                commit(new String(each, StandardCharsets.UTF_8));
                if (faults.failsCommitAfter()) {
                    throw new WeirException(ErrorCode.CONNECTOR_FAILURE, "log does not answer");
                }
            }
        }

        private void commit(String name) {
            if (finished.contains(name)) {
                return;
            }
            List<String> rows = open.remove(name);
            if (rows == null) {
                throw new WeirException(ErrorCode.DATA_LOST_UPSTREAM, "transaction " + name + " was aborted");
            }
            finished.add(name);
            committed.addAll(rows);
        }

        @Override
        public void end() {
            abortOthers();
        }
    }
}
