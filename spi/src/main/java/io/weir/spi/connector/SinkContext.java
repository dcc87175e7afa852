package io.weir.spi.connector;

import java.util.concurrent.Executor;

/** What the engine gives to a sink writer or committer. */
public interface SinkContext {
    /**
     * Unique to the job, stable over its restarts, {@code [A-Za-z0-9_-]{1,64}}: for transactional ids and file names.
     */
    String jobId();

    /**
     * Unique to the sink in its job, stable, {@code [A-Za-z0-9_-]{1,64}}. No id of another sink begins with it and a
     * hyphen, so that names made of both ids and what follows a hyphen tell one sink's from another's.
     */
    String sinkId();

    /** 0 for the committer. */
    int subtaskIndex();

    int parallelism();

    /** Grows with each start of the job, restarts included; what a lower attempt still does must have no effect. */
    long attempt();

    /** Runs blocking work. */
    Executor io();

    /** Wakes the subtask: {@link SinkWriter#isReady} may have changed. Any thread; cheap. */
    void wakeUp();

    long currentTimeMillis();

    /** Adds to a counter of this operator. Any thread. */
    void count(String metric, long delta);

    /** Fails the job; for errors found on I/O threads. Any thread. */
    void fail(Throwable cause);
}
