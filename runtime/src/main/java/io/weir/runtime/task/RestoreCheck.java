package io.weir.runtime.task;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.spi.storage.CheckpointStorage;

/** Finds out whether a job can go on from a snapshot, before there is a job. Any thread. */
public final class RestoreCheck {
    private RestoreCheck() {}

    /**
     * Reads what the snapshot says of itself, none of its other files. Does nothing for a start that names no path. Blocks.
     *
     * @param storage of any job: nothing of it is looked at but what is at the path
     * @throws io.weir.spi.error.WeirException (INCOMPATIBLE_STATE) that names the operator, (UNKNOWN_OBJECT) if there is no snapshot, or what the storage throws
     */
    public static void check(RestoreSpec restore, CheckpointStorage storage, JobGraph graph) {
        String path = restore.path();
        if (path != null) {
            RestoredJob unused = RestoredJob.of(storage.loadFrom(path), storage, graph, restore.allowUnclaimedState());
        }
    }
}
