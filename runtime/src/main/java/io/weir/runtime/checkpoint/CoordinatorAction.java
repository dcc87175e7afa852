package io.weir.runtime.checkpoint;

import io.weir.runtime.element.Barrier;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.StoredFile;
import java.util.List;
import java.util.Map;

/** What the {@link CheckpointCoordinator} wants done, in order. */
public sealed interface CoordinatorAction {
    /** Give the barrier to all subtasks without inputs. {@code token} is that of the request, or 0. */
    record Inject(Barrier barrier, long token) implements CoordinatorAction {}

    /** Make the checkpoint exist; then call {@code stored} or {@code storeFailed}. */
    record Store(CheckpointManifest manifest, Barrier.Kind kind) implements CoordinatorAction {}

    /** Tell the subtasks, and whoever asked for it, that the checkpoint exists. */
    record NotifyCompleted(CheckpointStats stats, Barrier.Kind kind, long token) implements CoordinatorAction {}

    /**
     * Tell the subtasks, and whoever asked for it, that the checkpoint is given up.
     *
     * @param mayExist whether it was being stored when the attempt ended, and may turn up as completed; then nothing of
     *     it may be removed
     */
    record NotifyAborted(CheckpointStats stats, Barrier.Kind kind, long token, Throwable cause, boolean mayExist)
            implements CoordinatorAction {}

    /**
     * Have the sinks commit; then call {@code committed}, or fail the job.
     *
     * @param committables by operator id of the sink
     */
    record Commit(long checkpointId, Map<String, List<byte[]>> committables) implements CoordinatorAction {}

    /**
     * Tell the subtasks that everything pre-committed up to this checkpoint is committed, or that there was nothing to
     * commit.
     */
    record NotifyCommitted(long checkpointId) implements CoordinatorAction {}

    /** Remove a checkpoint from storage; nothing of it may be needed for a restore any more. */
    record Delete(long checkpointId) implements CoordinatorAction {}

    /** Delete those of the candidates that nothing refers to. */
    record Sweep(List<StoredFile> inUse, List<StoredFile> candidates) implements CoordinatorAction {}

    /** Every sink has seen the end of the epoch. */
    record EpochCompleted(long epoch, long token) implements CoordinatorAction {}

    /** A request that could not be carried out. */
    record RejectRequest(long token, String reason) implements CoordinatorAction {}

    /** Too many failures in a row, or one after which the job cannot go on. */
    record FailJob(Throwable cause) implements CoordinatorAction {}

    /** The input has ended, and everything is committed. */
    record FinishJob() implements CoordinatorAction {}

    /** The savepoint of a stop is complete and committed. */
    record StopJob(CheckpointStats stats, long token) implements CoordinatorAction {}
}
