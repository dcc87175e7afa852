package io.weir.runtime.task;

import io.weir.runtime.checkpoint.CheckpointConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done for sinks and storage when a job is over, before anybody is told. Used by the job's task. */
final class FinalCleanUp {
    private final AttemptPreparation preparation;
    private final CleanUp cleanUp;

    FinalCleanUp(AttemptPreparation preparation, CleanUp cleanUp) {
        this.preparation = preparation;
        this.cleanUp = cleanUp;
    }

    /**
     * Leaves the sinks with nothing unfinished. A job that finished or stopped has committed everything; one that was cancelled or has failed may have a checkpoint that nobody came to commit. A
     * suspended one goes on soon, and one that another server has taken over has sinks no more.
     *
     * @param cause why it failed; null if it did not
     * @param committers of the last attempt; null if none is there at the moment
     */
    void endSinks(JobStatus how, @Nullable Throwable cause, @Nullable JobCommitters committers) {
        if (how == JobStatus.CANCELLED || (how == JobStatus.FAILED && !Failures.isTakenOver(cause))) {
            cleanUp.run(() -> preparation.endSinks(committers));
        } else if (committers != null) {
            if (how == JobStatus.FINISHED || how == JobStatus.STOPPED) {
                cleanUp.run(committers::end);
            }
            cleanUp.run(committers::close);
        }
    }

    /** Closes the job's storage, and empties it if its checkpoints are not to be kept. @param retainedIds the checkpoints in it */
    void closeStorage(JobStatus how, CheckpointConfig.Retention retention, List<Long> retainedIds) {
        JobStorage present = preparation.storage();
        if (present == null) {
            return;
        }
        boolean isDropped = (how == JobStatus.CANCELLED || how == JobStatus.STOPPED)
                && retention != CheckpointConfig.Retention.RETAIN_ON_CANCELLATION;
        if (isDropped) {
            retainedIds.forEach(id -> cleanUp.run(() -> present.storage().delete(id)));
            cleanUp.run(() -> present.storage().sweep(List.of(), List.of()));
        }
        cleanUp.run(() -> present.storage().close());
    }
}
