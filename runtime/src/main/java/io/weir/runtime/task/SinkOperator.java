package io.weir.runtime.task;

import io.weir.runtime.checkpoint.SnapshotState;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.Output;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.connector.SinkWriter.SinkSnapshot;
import io.weir.spi.data.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Runs a sink's writer as the last operator of a chain.
 *
 * <p>A pre-commit outlives its checkpoint: if that is aborted, its rows are already behind the writer, and only the
 * next checkpoint can have them committed. So each snapshot holds the committables of all barriers since the last one
 * that is known to be committed, oldest first. For the same reason a pre-commit that fails cannot be tolerated like
 * other failures of a checkpoint: the rows would be in no checkpoint. It fails the job, which replays them.
 */
final class SinkOperator implements Operator {
    private final SinkWriter writer;
    private final Consumer<Throwable> fail;
    /** Pre-commits by barrier, not known to be committed. */
    private final TreeMap<Long, CompletableFuture<SinkSnapshot>> preCommits = new TreeMap<>();

    SinkOperator(SinkWriter writer, Consumer<Throwable> fail) {
        this.writer = writer;
        this.fail = fail;
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        writer.write(batch);
    }

    @Override
    public boolean isReady() {
        return writer.isReady();
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        // A sink is the end: nobody behind it has event time.
    }

    @Override
    public void barrier(Barrier barrier, Output output) {
        writer.endOfEpoch(barrier.id());
    }

    @Override
    public void endOfInput(int input, Output output) {
        writer.endOfInput();
    }

    @Override
    public CompletionStage<Map<String, byte[]>> snapshot(Barrier barrier) {
        CompletableFuture<SinkSnapshot> preCommit =
                writer.prepareCommit(barrier.id()).toCompletableFuture();
        preCommits.put(barrier.id(), preCommit);
        List<CompletableFuture<SinkSnapshot>> all = List.copyOf(preCommits.values());
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        fail.accept(failure);
                    }
                })
                .thenApply(nothing -> {
                    List<byte[]> committables = new ArrayList<>();
                    for (CompletableFuture<SinkSnapshot> each : all) {
                        committables.addAll(each.join().committables());
                    }
                    return Map.of(
                            SnapshotState.COMMITTABLES, SnapshotState.ofList(committables),
                            SnapshotState.WRITER,
                                    SnapshotState.ofList(preCommit.join().writerState()));
                });
    }

    /** All committables of the snapshots up to this one are committed. */
    void committed(long checkpointId) {
        preCommits.headMap(checkpointId, true).clear();
    }

    @Override
    public void close() {
        writer.close();
    }

    /** Behind {@link #close}, on an I/O thread: waits until nothing of the writer is under way. */
    void awaitClosed() {
        writer.awaitClosed();
    }
}
