package io.weir.server.job;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.task.RestoreSpec;
import io.weir.server.job.JobRecord.RestoreRequest;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says what a job starts from.
 *
 * <p>A job goes on from its latest checkpoint. If it was asked to start from somewhere else, by CREATE JOB ... FROM or
 * ALTER JOB ... RESTORE FROM, and the server goes down before the first checkpoint of that start is complete, the
 * latest checkpoint is still one from before the request, and going on from it would silently take the request back. So
 * the request is kept with the number of the newest checkpoint at that time, and holds until there is a newer one.
 */
final class RestorePoints {
    private final CheckpointStorageProvider storage;

    RestorePoints(CheckpointStorageProvider storage) {
        this.storage = storage;
    }

    /**
     * Blocks: asks the storage if there is a request, or should be a checkpoint.
     *
     * @throws WeirException (STORAGE_UNREACHABLE), or (INCOMPATIBLE_STATE) if the job's checkpoints are gone
     */
    RestoreSpec of(JobRecord job, CheckpointConfig checkpoints, boolean ignoresUnclaimedState) {
        RestoreRequest request = job.restore();
        long newest = request == null && !job.hasCheckpoints() ? 0 : newest(job.id(), checkpoints);
        if (request == null && job.hasCheckpoints() && newest == 0) {
            throw lost(job, checkpoints);
        }
        if (request == null || newest > request.newestThen()) {
            return RestoreSpec.latest().withUnclaimedState(ignoresUnclaimedState);
        }
        String path = request.path();
        RestoreSpec asked = path != null ? RestoreSpec.ofPath(path) : RestoreSpec.ofCheckpoint(request.checkpointId());
        return asked.withUnclaimedState(ignoresUnclaimedState);
    }

    private static WeirException lost(JobRecord job, CheckpointConfig checkpoints) {
        return new WeirException(
                        ErrorCode.INCOMPATIBLE_STATE,
                        "job \"" + job.name() + "\" has completed checkpoints, and none of them is there any more")
                .withDetail("Nothing is found for job id " + job.id() + " in "
                        + (checkpoints.directory() == null
                                ? "no directory: option 'execution.checkpointing.dir' is not set"
                                : "'" + checkpoints.directory() + "'")
                        + ". To begin again from empty would lose its state and write rows twice.")
                .withHint("Put the directory back and ALTER JOB ... RESTART; or ALTER JOB ... RESTORE FROM a savepoint;"
                        + " or DROP JOB and create it again.");
    }

    /** The number of the newest checkpoint of a job; 0 if there is none. Blocks. */
    long newest(String jobId, CheckpointConfig checkpoints) {
        List<Long> ids = list(jobId, checkpoints);
        return ids.isEmpty() ? 0 : ids.get(ids.size() - 1);
    }

    /**
     * Blocks: asks the storage whether the job has a checkpoint.
     *
     * @throws WeirException (UNKNOWN_OBJECT) that names those it has; (STORAGE_UNREACHABLE)
     */
    void check(JobRecord job, CheckpointConfig checkpoints, long checkpointId) {
        List<Long> ids = list(job.id(), checkpoints);
        if (!ids.contains(checkpointId)) {
            throw new WeirException(
                            ErrorCode.UNKNOWN_OBJECT, "job \"" + job.name() + "\" has no checkpoint " + checkpointId)
                    .withDetail(ids.isEmpty() ? "It has none." : "It has " + ids + ".");
        }
    }

    /** The numbers of a job's checkpoints, ascending. Blocks. */
    List<Long> list(String jobId, CheckpointConfig checkpoints) {
        String directory = checkpoints.directory();
        if (directory == null) {
            return List.of();
        }
        try (CheckpointStorage opened = storage.open(directory, jobId)) {
            return opened.list();
        }
    }

    /** Deletes what local disks keep of jobs that are gone. */
    void retainLocalCopies(Collection<Job> jobs) {
        storage.retainLocalCopies(jobs.stream().map(job -> job.record().id()).collect(Collectors.toSet()));
    }

    /** Removes a savepoint with its files. */
    void delete(String path) {
        storage.deleteSavepoint(path);
    }
}
