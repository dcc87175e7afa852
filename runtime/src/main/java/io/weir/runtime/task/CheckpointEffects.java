package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.checkpoint.CheckpointCoordinator;
import io.weir.runtime.checkpoint.CheckpointRequest;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.checkpoint.CoordinatorAction;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.time.Clock;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the coordinator of one job wants done: barriers to the sources, manifests to storage, commits to the sinks, news to subtasks, listener and whoever asked. Used
 * by the job's task.
 */
final class CheckpointEffects {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointEffects.class);

    private final Clock clock;
    private final CheckpointCoordinator coordinator;
    private final AttemptPreparation preparation;
    private final JobListener listener;
    private final Job job;
    private final CleanUp cleanUp;

    private final CheckpointRequests requests = new CheckpointRequests();
    private final SnapshotDestinations destinations;
    private final CheckpointPublication publication;
    private final SinkCommits commits;

    private long lastEpoch = Long.MIN_VALUE;

    /** The job, as far as its checkpoints can move it. */
    interface Job {
        @Nullable JobAttempt attempt();

        ExecutionConfig config();

        /** Whether nothing more will be done for requests. */
        boolean isOver();

        void fail(Throwable cause);

        void end(JobStatus how);

        /** A stop was asked for, and the job runs on. */
        void stopGivenUp();
    }

    CheckpointEffects(
            RuntimeEnvironment environment,
            CheckpointCoordinator coordinator,
            AttemptPreparation preparation,
            JobListener listener,
            JobCalls calls,
            CleanUp cleanUp,
            Job job) {
        this.clock = environment.clock();
        this.coordinator = coordinator;
        this.preparation = preparation;
        this.listener = listener;
        this.cleanUp = cleanUp;
        this.job = job;
        destinations = new SnapshotDestinations(preparation, cleanUp);
        publication = new CheckpointPublication(calls, environment.io(), preparation, destinations);
        commits = new SinkCommits(
                environment, calls, job, id -> coordinator.committed(now(), id).forEach(this::perform));
    }

    /** Where the snapshots of checkpoints go. */
    SnapshotTargets targets() {
        return destinations;
    }

    // Requests.

    void request(
            Barrier.Kind kind,
            CompletableFuture<CheckpointStats> future,
            @Nullable SavepointRequest savepoint,
            @Nullable CheckpointStorage storage) {
        long token = requests.add(new CheckpointRequests.Request(future, savepoint, storage));
        submit(new CheckpointRequest(token, kind));
    }

    void requestEpoch(CompletableFuture<Long> future) {
        submit(new CheckpointRequest(requests.addEpoch(future), Barrier.Kind.EPOCH));
    }

    private void submit(CheckpointRequest request) {
        if (job.isOver()) {
            reject(request.token(), new WeirException(ErrorCode.WRONG_OBJECT_STATE, "the job is not running"));
        } else {
            coordinator.requested(now(), request).forEach(this::perform);
        }
    }

    private void reject(long token, Throwable cause) {
        CheckpointRequests.Request request = requests.remove(token);
        if (request != null) {
            request.future().completeExceptionally(cause);
            CheckpointStorage unused = request.storage();
            if (unused != null) {
                destinations.unused(unused);
            }
            job.stopGivenUp();
        }
        requests.failEpoch(token, cause);
    }

    // Actions.

    void perform(CoordinatorAction action) {
        if (action instanceof CoordinatorAction.Inject inject) {
            inject(inject);
        } else if (action instanceof CoordinatorAction.Store store) {
            store(store);
        } else if (action instanceof CoordinatorAction.NotifyCompleted completed) {
            completed(completed);
        } else if (action instanceof CoordinatorAction.NotifyAborted aborted) {
            aborted(aborted);
        } else if (action instanceof CoordinatorAction.Commit commit) {
            commits.commit(requireNonNull(job.attempt()), commit);
        } else if (action instanceof CoordinatorAction.NotifyCommitted committed) {
            requireNonNull(job.attempt()).forEachSubtask(subtask -> subtask.committed(committed.checkpointId()));
        } else if (action instanceof CoordinatorAction.Delete delete) {
            JobStorage present = requireNonNull(preparation.storage());
            cleanUp.run(() -> present.storage().delete(delete.checkpointId()));
        } else if (action instanceof CoordinatorAction.Sweep sweep) {
            JobStorage present = requireNonNull(preparation.storage());
            cleanUp.run(() -> present.storage().sweep(sweep.inUse(), sweep.candidates()));
        } else if (action instanceof CoordinatorAction.EpochCompleted epoch) {
            epochCompleted(epoch.epoch());
            requests.completeEpoch(epoch.token(), epoch.epoch());
        } else if (action instanceof CoordinatorAction.RejectRequest reject) {
            reject(reject.token(), new WeirException(ErrorCode.WRONG_OBJECT_STATE, reject.reason()));
        } else if (action instanceof CoordinatorAction.FailJob fail) {
            job.fail(fail.cause());
        } else if (action instanceof CoordinatorAction.FinishJob) {
            job.end(JobStatus.FINISHED);
        } else if (action instanceof CoordinatorAction.StopJob stop) {
            job.end(JobStatus.STOPPED);
            requests.complete(stop.token(), stop.stats());
        } else {
            throw new IllegalStateException("unknown action " + action);
        }
    }

    private void inject(CoordinatorAction.Inject inject) {
        Barrier barrier = inject.barrier();
        JobStorage own = preparation.storage();
        CheckpointRequests.Request savepoint = requests.takeStorage(inject.token());
        if (savepoint != null) {
            destinations.toSavepoint(barrier, savepoint);
        } else if (barrier.kind().isDurable() && own != null) {
            destinations.toOwnStorage(barrier, own, job.config().checkpoints().incremental());
        }
        requireNonNull(job.attempt()).inject(barrier);
    }

    private void store(CoordinatorAction.Store store) {
        JobAttempt of = requireNonNull(job.attempt());
        CheckpointManifest manifest = store.manifest();
        publication.publish(
                of,
                store,
                path -> {
                    if (!of.closing) {
                        coordinator.stored(now(), manifest, path).forEach(this::perform);
                    }
                },
                cause -> storeFailed(of, manifest.checkpointId(), cause));
    }

    private void storeFailed(JobAttempt of, long checkpointId, Throwable cause) {
        if (Failures.isFinal(cause)) {
            job.fail(cause); // the job has been taken over: what this attempt still does counts for nothing
        }
        if (!of.closing) {
            coordinator.storeFailed(now(), checkpointId, cause).forEach(this::perform);
        }
    }

    private void completed(CoordinatorAction.NotifyCompleted completed) {
        long id = completed.stats().checkpointId();
        boolean isCheckpoint = completed.kind() == Barrier.Kind.CHECKPOINT;
        destinations.completed(id);
        requireNonNull(job.attempt()).forEachSubtask(subtask -> subtask.completed(id, !isCheckpoint));
        log(completed.stats());
        tell(() -> listener.checkpointEnded(completed.stats()));
        epochCompleted(id);
        if (completed.kind() != Barrier.Kind.STOP && completed.kind() != Barrier.Kind.DRAIN) {
            requests.complete(completed.token(), completed.stats());
        }
    }

    private void log(CheckpointStats stats) {
        if (stats.externalPath() == null || stats.externalPath().isEmpty()) {
            return; // it was for the commits alone, as that of every query is
        }
        LOG.info(
                "checkpoint={} of job={} completed kind={} durationMillis={} uploadedBytes={} fullBytes={} inFlightBytes={}",
                stats.checkpointId(),
                job.config().jobId(),
                stats.kind(),
                stats.durationMillis(),
                stats.checkpointedBytes(),
                stats.fullBytes(),
                stats.persistedInFlightBytes());
    }

    private void aborted(CoordinatorAction.NotifyAborted aborted) {
        long id = aborted.stats().checkpointId();
        destinations.aborted(id, aborted.mayExist());
        JobAttempt current = job.attempt();
        if (current != null && !current.closing) {
            current.forEachSubtask(subtask -> subtask.abort(id));
        }
        LOG.warn(
                "checkpoint={} of job={} failed cause={}",
                id,
                job.config().jobId(),
                aborted.cause().toString());
        tell(() -> listener.checkpointEnded(aborted.stats()));
        reject(aborted.token(), aborted.cause());
    }

    private void epochCompleted(long epoch) {
        // A checkpoint ends an epoch too, and may be complete later than an epoch behind it.
        if (epoch > lastEpoch) {
            lastEpoch = epoch;
            tell(() -> listener.epochCompleted(epoch));
        }
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("listener failed job={}", job.config().jobId(), e);
        }
    }

    private long now() {
        return clock.currentTimeMillis();
    }
}
