package io.weir.runtime.task;

import io.weir.runtime.checkpoint.OperatorPart;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.exchange.InFlightRows;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot of one subtask while it is collected: begun at the cut, complete when all operators have passed the
 * barrier and all in-flight rows are recorded.
 */
final class SubtaskSnapshot {
    final Barrier barrier;
    final boolean finished;
    final boolean unaligned;
    final long startDelayNanos;
    final long alignmentNanos;
    long syncNanos;
    private final List<CompletableFuture<OperatorPart>> parts = new ArrayList<>();
    private List<InFlightRows> inFlight = List.of();
    private boolean throughChain;
    private boolean recordingDone;

    SubtaskSnapshot(Barrier barrier, boolean finished, boolean unaligned, long startDelayNanos, long alignmentNanos) {
        this.barrier = barrier;
        this.finished = finished;
        this.unaligned = unaligned;
        this.startDelayNanos = startDelayNanos;
        this.alignmentNanos = alignmentNanos;
        recordingDone = !unaligned;
    }

    /** @param own what the runtime keeps beside the operator's state */
    void add(
            String operatorId,
            String name,
            Map<String, byte[]> own,
            CompletionStage<Map<String, byte[]>> state,
            CompletionStage<@Nullable KeyedSnapshot> keyed) {
        parts.add(state.toCompletableFuture().thenCombine(keyed.toCompletableFuture(), (values, files) -> {
            Map<String, byte[]> all = new LinkedHashMap<>(own);
            all.putAll(values);
            return new OperatorPart(operatorId, name, all, files);
        }));
    }

    void passedChain() {
        throughChain = true;
    }

    void recorded(List<InFlightRows> rows) {
        inFlight = rows;
        recordingDone = true;
    }

    boolean isComplete() {
        return throughChain && recordingDone;
    }

    List<InFlightRows> inFlight() {
        return inFlight;
    }

    /** Completes when every part is durable. */
    CompletableFuture<List<OperatorPart>> parts() {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        nothing -> parts.stream().map(CompletableFuture::join).toList());
    }
}
