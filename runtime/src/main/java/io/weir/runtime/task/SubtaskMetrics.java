package io.weir.runtime.task;

import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.element.Watermark;
import io.weir.spi.data.Batch;
import java.util.Map;

/** Counts of one subtask. Written by its worker; others read what was there at the end of some slice. */
final class SubtaskMetrics {
    long recordsIn;
    long recordsOut;
    long batchesIn;
    long batchesOut;
    long bytesIn;
    long bytesOut;
    long busyNanos;
    long backPressuredNanos;
    long idleNanos;
    long watermarkMicros = Watermark.NONE;
    long alignmentNanos;
    long stateBytes;
    boolean ended;

    /** Written at the end of each slice, read first by others: orders the plain fields above. */
    private volatile int slices;

    void in(Batch batch) {
        recordsIn += batch.rowCount();
        batchesIn++;
        bytesIn += batch.retainedBytes();
    }

    void out(Batch batch) {
        recordsOut += batch.rowCount();
        batchesOut++;
        bytesOut += batch.retainedBytes();
    }

    void publish() {
        int before = slices; // this is the only writer
        slices = before + 1;
    }

    /** What others see. @param counters by operator, then by name */
    SubtaskStats stats(SubtaskId id, String vertexName, int queuedElements, Map<String, Map<String, Long>> counters) {
        return new SubtaskStats(
                id.vertexId(),
                vertexName,
                id.index(),
                ended,
                recordsIn,
                recordsOut,
                batchesIn,
                batchesOut,
                bytesIn,
                bytesOut,
                busyNanos,
                backPressuredNanos,
                idleNanos,
                watermarkMicros,
                alignmentNanos,
                queuedElements,
                stateBytes,
                counters);
    }

    /** Orders reads of the other fields behind the last {@link #publish}. */
    int published() {
        return slices;
    }
}
