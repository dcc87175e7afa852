package io.weir.runtime.task;

import io.weir.runtime.checkpoint.CheckpointStats;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to a job. Called one call at a time, on a worker: must not block. What it throws is logged and
 * dropped.
 */
public interface JobListener {
    JobListener NONE = new JobListener() {};

    /**
     * @param cause why, for RESTARTING and FAILED
     */
    default void statusChanged(JobStatus status, @Nullable Throwable cause) {}

    /** A checkpoint or savepoint has completed or failed. */
    default void checkpointEnded(CheckpointStats checkpoint) {}

    /**
     * Every sink has seen the end of this epoch: the results up to it may be read together. Ids ascend; not every epoch
     * is told.
     */
    default void epochCompleted(long epoch) {}
}
