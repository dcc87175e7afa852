package io.weir.spi.connector;

import java.util.List;

/**
 * Makes pre-committed rows visible. One per sink and job, apart from the writers, so that a restarted job with another
 * parallelism can commit what the one before left. Called on an I/O thread, one call at a time; may block.
 */
public interface SinkCommitter extends AutoCloseable {
    /**
     * Before the first writer of an attempt is made: commits all committables of the checkpoint restored from, and
     * aborts every other unfinished transaction that earlier attempts of this sink left, including those with a greater
     * parallelism.
     *
     * <p>Where a job begins from the savepoint of another one, which may run on and write to the same target, the
     * committables are that job's. They are to be committed, by whichever of the two comes first, and nothing else of
     * that job may be committed, aborted or removed: what this job makes carries its own {@link SinkContext#jobId}, and
     * that tells them apart.
     *
     * @param committables in checkpoint order; some or all may have been committed already, which is not an error
     * @throws io.weir.spi.error.WeirException (DATA_LOST_UPSTREAM) if a committable can no longer be committed and was
     *     not: never silently
     */
    void recover(List<byte[]> committables);

    /**
     * Commits. Idempotent: repeated after failures until it returns. Transient errors are thrown, and the engine
     * retries with a bound.
     */
    void commit(long checkpointId, List<byte[]> committables);

    /**
     * The job is over for good, and nothing more will be committed: aborts what is unfinished. {@link #close} follows.
     */
    default void end() {}

    /**
     * The attempt is over, however it ended: frees what this object holds, and changes nothing that others can see,
     * because the next attempt may be at work already. Called once, as the last, also if {@link #recover} failed.
     */
    @Override
    default void close() {}
}
