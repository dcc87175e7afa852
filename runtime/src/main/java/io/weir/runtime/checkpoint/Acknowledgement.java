package io.weir.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import io.weir.spi.storage.StoredFile;
import java.util.List;

/**
 * What one subtask wrote for a checkpoint, durable.
 *
 * @param finished whether it had come to the end of its input
 * @param operators in chain order
 * @param inFlight files with in-flight rows; they belong to the first operator of the chain
 */
public record Acknowledgement(
        long checkpointId,
        SubtaskId subtask,
        boolean finished,
        List<OperatorPart> operators,
        List<StoredFile> inFlight,
        SubtaskCheckpointStats stats) {
    public Acknowledgement {
        requireNonNull(subtask, "subtask is null");
        operators = List.copyOf(operators);
        inFlight = List.copyOf(inFlight);
        requireNonNull(stats, "stats is null");
    }
}
