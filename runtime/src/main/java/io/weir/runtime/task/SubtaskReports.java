package io.weir.runtime.task;

import io.weir.runtime.checkpoint.Acknowledgement;
import io.weir.runtime.checkpoint.CheckpointCoordinator;
import io.weir.runtime.checkpoint.CoordinatorAction;
import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.time.Clock;
import java.util.List;

/**
 * Brings what the subtasks of one attempt report to the job's task, and there to the coordinator, as long as that
 * attempt is the job's. Any thread.
 */
final class SubtaskReports implements SubtaskListener {
    private final JobAttempt of;
    private final CheckpointCoordinator coordinator;
    private final Clock clock;
    private final Job job;

    /** The job, as far as its subtasks can move it. */
    interface Job {
        /** Runs something on the job's task if the attempt is still the job's; any thread. */
        void post(JobAttempt of, Runnable report);

        boolean isEnding();

        void perform(List<CoordinatorAction> actions);

        void fail(SubtaskId where, Throwable cause);

        void closed(SubtaskId subtask);
    }

    SubtaskReports(JobAttempt of, CheckpointCoordinator coordinator, Clock clock, Job job) {
        this.of = of;
        this.coordinator = coordinator;
        this.clock = clock;
        this.job = job;
    }

    private long now() {
        return clock.currentTimeMillis();
    }

    @Override
    public void acknowledged(Acknowledgement acknowledgement) {
        job.post(of, () -> job.perform(coordinator.acknowledged(now(), acknowledgement)));
    }

    @Override
    public void declined(long checkpointId, SubtaskId subtask, Throwable cause) {
        job.post(of, () -> job.perform(coordinator.declined(now(), checkpointId, subtask, cause)));
    }

    @Override
    public void epochReached(long epoch, SubtaskId subtask) {
        job.post(of, () -> job.perform(coordinator.epochReached(now(), epoch, subtask)));
    }

    @Override
    public void ended(SubtaskId subtask) {
        job.post(of, () -> {
            if (!job.isEnding()) {
                job.perform(coordinator.subtaskEnded(now(), subtask));
            }
        });
    }

    @Override
    public void failed(SubtaskId subtask, Throwable cause) {
        job.post(of, () -> job.fail(subtask, cause));
    }

    @Override
    public void closed(SubtaskId subtask) {
        job.post(of, () -> job.closed(subtask));
    }
}
