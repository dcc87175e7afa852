package io.weir.runtime.checkpoint;

/**
 * One subtask's part in a checkpoint.
 *
 * @param ackTimeMillis since the epoch, when its snapshot was durable
 * @param startDelayNanos from the trigger to the first barrier
 * @param alignmentNanos from the first barrier to the cut
 * @param syncNanos length of the synchronous part
 * @param asyncNanos from its end until everything was durable
 * @param checkpointedBytes bytes written for this checkpoint
 * @param fullBytes bytes of all state referred to
 * @param persistedInFlightBytes in-flight data written
 * @param unaligned whether the barrier overtook
 */
public record SubtaskCheckpointStats(
        String vertexId,
        int subtaskIndex,
        long ackTimeMillis,
        long startDelayNanos,
        long alignmentNanos,
        long syncNanos,
        long asyncNanos,
        long checkpointedBytes,
        long fullBytes,
        long persistedInFlightBytes,
        boolean unaligned) {}
