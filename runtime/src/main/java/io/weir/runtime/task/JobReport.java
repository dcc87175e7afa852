package io.weir.runtime.task;

import io.weir.runtime.checkpoint.CheckpointOverview;
import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What others see of a job, from any thread: written by the job's task alone, which also tells the listener. */
final class JobReport {
    private static final Logger LOG = LoggerFactory.getLogger(JobReport.class);
    private static final int KEPT_FAILURES = 16;

    private final String jobId;
    private final JobListener listener;
    private final Clock clock;

    private volatile JobStatus status = JobStatus.STARTING;
    private volatile long statusSinceMillis;
    private volatile long restarts;
    private volatile CheckpointOverview checkpoints;
    private volatile @Nullable JobAttempt attempt;
    private volatile List<JobStats.Failure> failures = List.of();

    JobReport(String jobId, JobListener listener, Clock clock, CheckpointOverview checkpoints) {
        this.jobId = jobId;
        this.listener = listener;
        this.clock = clock;
        this.checkpoints = checkpoints;
        statusSinceMillis = clock.currentTimeMillis();
    }

    JobStatus status() {
        return status;
    }

    JobStats stats() {
        JobAttempt current = attempt;
        return new JobStats(
                jobId,
                status,
                statusSinceMillis,
                current == null ? 0 : current.number,
                restarts,
                failures,
                checkpoints,
                current == null ? List.of() : current.stats());
    }

    // The job's task.

    void setStatus(JobStatus newStatus, @Nullable Throwable cause, long attempts) {
        status = newStatus;
        statusSinceMillis = clock.currentTimeMillis();
        LOG.info("job={} status={} attempt={}", jobId, newStatus, attempts);
        try {
            listener.statusChanged(newStatus, cause);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("listener failed job={}", jobId, e);
        }
    }

    void setRestarts(long count) {
        restarts = count;
    }

    void setCheckpoints(CheckpointOverview overview) {
        checkpoints = overview;
    }

    /** All subtasks of an attempt are made. */
    void setAttempt(JobAttempt made) {
        attempt = made;
    }

    void failed(@Nullable SubtaskId where, Throwable cause) {
        ArrayDeque<JobStats.Failure> all = new ArrayDeque<>(failures);
        all.addFirst(new JobStats.Failure(clock.currentTimeMillis(), where == null ? null : where.toString(), cause));
        while (all.size() > KEPT_FAILURES) {
            all.removeLast();
        }
        failures = List.copyOf(all);
    }
}
