package io.weir.runtime.task;

import io.weir.runtime.state.FreezeRequest;
import org.jspecify.annotations.Nullable;

/** Where the snapshots of a checkpoint go. Known before its barrier is injected, until it has ended. Any thread. */
@FunctionalInterface
interface SnapshotTargets {
    /** Null if nothing is written to storage: the job has none, or the checkpoint has ended. */
    @Nullable FreezeRequest of(long checkpointId);
}
