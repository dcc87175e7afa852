package io.weir.runtime.task;

import java.util.Map;

/**
 * What one subtask has done in the current attempt. Times add up since its start.
 *
 * @param recordsIn rows taken; for sources, rows polled
 * @param bytesIn {@code Batch.retainedBytes} of batches taken, roughly
 * @param busyNanos time in which it worked
 * @param backPressuredNanos time in which it had something to say and no room
 * @param idleNanos time in which there was nothing to do
 * @param watermarkMicros its input's event time (a source's own); {@code Watermark.NONE} before any
 * @param alignmentNanos length of the last alignment
 * @param queuedElements elements that wait in its input channels
 * @param stateBytes keyed state, roughly
 * @param counters by operator id, then by metric: what operators and connectors count
 */
public record SubtaskStats(
        String vertexId,
        String vertexName,
        int subtaskIndex,
        boolean ended,
        long recordsIn,
        long recordsOut,
        long batchesIn,
        long batchesOut,
        long bytesIn,
        long bytesOut,
        long busyNanos,
        long backPressuredNanos,
        long idleNanos,
        long watermarkMicros,
        long alignmentNanos,
        int queuedElements,
        long stateBytes,
        Map<String, Map<String, Long>> counters) {
    public SubtaskStats {
        counters = Map.copyOf(counters);
    }
}
