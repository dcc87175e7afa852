package io.weir.runtime.task;

import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.Vertex;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings an attempt to the point where all its subtasks are made: what {@link AttemptPreparation} finds out comes first, then the subtasks are made side by side. Used by the job's task; what blocks
 * runs on I/O threads and comes back as mail.
 */
final class AttemptStart {
    private final RuntimeEnvironment environment;
    private final JobGraph graph;
    private final AttemptPreparation preparation;
    private final JobCalls calls;
    private final Function<JobAttempt, SubtaskListener> listeners;
    private final SnapshotTargets targets;
    private final Job job;

    /** The job, as far as the start of an attempt can move it. */
    interface Job {
        ExecutionConfig config();

        /** Whether the attempt is to be closed instead of going on. */
        boolean isEnding();

        /** The attempt has come to where it can be closed. */
        void closeAttempt();

        /** @param where null if no subtask is to blame */
        void fail(@Nullable SubtaskId where, Throwable cause);

        /** All subtasks are made. */
        void made(JobAttempt attempt, JobAttempt.Prepared prepared, ChannelPlan channels);
    }

    /** @param listeners makes the one who hears what the subtasks of an attempt report */
    AttemptStart(
            RuntimeEnvironment environment,
            JobGraph graph,
            AttemptPreparation preparation,
            JobCalls calls,
            Function<JobAttempt, SubtaskListener> listeners,
            SnapshotTargets targets,
            Job job) {
        this.environment = environment;
        this.graph = graph;
        this.preparation = preparation;
        this.calls = calls;
        this.listeners = listeners;
        this.targets = targets;
        this.job = job;
    }

    /** @param first whether no attempt of this job has begun before */
    void begin(JobAttempt attempt, boolean first) {
        calls.call(
                attempt,
                () -> preparation.prepare(first, attempt.number),
                prepared -> prepared(attempt, prepared),
                thrown -> job.fail(null, thrown));
    }

    private void prepared(JobAttempt attempt, JobAttempt.Prepared prepared) {
        attempt.committers = prepared.committers();
        if (job.isEnding()) {
            job.closeAttempt();
            return;
        }
        SubtaskFactory factory = new SubtaskFactory(
                environment,
                graph,
                job.config(),
                prepared.number(),
                prepared.restored(),
                prepared.inFlight(),
                listeners.apply(attempt),
                targets);
        List<SubtaskId> ids = factory.ids();
        attempt.subtasksInTheMaking = ids.size();
        for (SubtaskId id : ids) {
            environment.io().execute(() -> make(attempt, prepared, factory, id));
        }
    }

    /** On an I/O thread. */
    private void make(JobAttempt attempt, JobAttempt.Prepared prepared, SubtaskFactory factory, SubtaskId id) {
        Vertex vertex = graph.vertex(id.vertexId());
        try {
            SubtaskFactory.Created created = factory.create(vertex, id.index());
            calls.post(() -> {
                attempt.made(created);
                oneMade(attempt, prepared, factory);
            });
        } catch (Throwable e) {
            calls.post(() -> {
                job.fail(id, preparation.restoreFailure(prepared.choice(), e));
                oneMade(attempt, prepared, factory);
            });
        }
    }

    private void oneMade(JobAttempt attempt, JobAttempt.Prepared prepared, SubtaskFactory factory) {
        attempt.subtasksInTheMaking--;
        if (attempt.subtasksInTheMaking > 0) {
            return;
        }
        if (job.isEnding()) {
            job.closeAttempt();
        } else {
            job.made(attempt, prepared, factory.channels());
        }
    }
}
