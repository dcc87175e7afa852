package io.weir.runtime.task;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what a job no longer needs: on I/O threads, one piece after the other, and never to the harm of the job. Used by the job's task. */
final class CleanUp {
    private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

    private final SerialCalls calls;
    private final String jobId;

    CleanUp(Executor io, String jobId) {
        calls = new SerialCalls(io);
        this.jobId = jobId;
    }

    void run(Runnable work) {
        calls.run(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                LOG.warn("clean-up failed, files are left for the next start job={}", jobId, e);
            }
        });
    }

    /** Runs something short behind all clean-up asked for so far, on any thread. */
    void afterAll(Runnable action) {
        calls.afterAll(action);
    }
}
