package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.checkpoint.CheckpointCoordinator;
import io.weir.runtime.checkpoint.CheckpointRequest;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.checkpoint.CoordinatorAction;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.state.FreezeRequest;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the coordinator of one job wants done: barriers to the sources, manifests to storage, commits to the sinks, news to subtasks, listener and whoever asked. Used
 * by the job's task; what blocks runs on I/O threads and comes back as mail.
 */
final class CheckpointEffects {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointEffects.class);

    private final RuntimeEnvironment environment;
    private final CheckpointCoordinator coordinator;
    private final AttemptPreparation preparation;
    private final JobListener listener;
    private final Job job;
    private final SerialCalls publishing;
    private final SerialCalls cleaning;

    private final CheckpointRequests requests = new CheckpointRequests();
    private final SinkCommits commits;
    /** Storage of savepoints under way, by checkpoint id. */
    private final Map<Long, CheckpointStorage> savepoints = new HashMap<>();
    /** Where snapshots go, by checkpoint id; read by subtasks. */
    private final ConcurrentHashMap<Long, FreezeRequest> targets = new ConcurrentHashMap<>();

    private long lastEpoch = Long.MIN_VALUE;

    /** The job, as far as its checkpoints can move it. */
    interface Job {
        @Nullable JobAttempt attempt();

        ExecutionConfig config();

        /** Whether nothing more will be done for requests. */
        boolean isOver();

        /** Runs a blocking call that the attempt must wait for before it is over; its outcome, null or what it threw, comes back on the job's task. */
        void call(JobAttempt of, Runnable work, Consumer<@Nullable Throwable> onReturn);

        /** A call of an attempt, counted by {@link JobAttempt#callsUnderWay}, has returned. */
        void callReturned();

        /** Runs something on the job's task; any thread. */
        void post(Runnable mail);

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
            Job job) {
        this.environment = environment;
        this.coordinator = coordinator;
        this.preparation = preparation;
        this.listener = listener;
        this.job = job;
        commits = new SinkCommits(
                environment, job, id -> coordinator.committed(now(), id).forEach(this::perform));
        publishing = new SerialCalls(environment.io());
        cleaning = new SerialCalls(environment.io());
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
                clean(() -> {
                    unused.close();
                    preparation.provider().deleteSavepoint(unused.location());
                });
            }
            job.stopGivenUp();
        }
        requests.failEpoch(token, cause);
    }

    /** Where the snapshots of a checkpoint go. Any thread. */
    @Nullable FreezeRequest target(long checkpointId) {
        return targets.get(checkpointId);
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
            clean(() -> present.storage().delete(delete.checkpointId()));
        } else if (action instanceof CoordinatorAction.Sweep sweep) {
            JobStorage present = requireNonNull(preparation.storage());
            clean(() -> present.storage().sweep(sweep.inUse(), sweep.candidates()));
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
            CheckpointStorage storage = requireNonNull(savepoint.storage());
            savepoints.put(barrier.id(), storage);
            targets.put(
                    barrier.id(),
                    new FreezeRequest(
                            barrier.id(),
                            storage,
                            requireNonNull(savepoint.savepoint()).form(),
                            false));
        } else if (barrier.kind().isDurable() && own != null) {
            targets.put(
                    barrier.id(),
                    new FreezeRequest(
                            barrier.id(),
                            own.storage(),
                            FreezeRequest.Form.NATIVE,
                            job.config().checkpoints().incremental()));
        }
        requireNonNull(job.attempt()).inject(barrier);
    }

    private void store(CoordinatorAction.Store store) {
        JobAttempt of = requireNonNull(job.attempt());
        long id = store.manifest().checkpointId();
        CheckpointStorage savepoint = savepoints.get(id);
        JobStorage own = preparation.storage();
        if (savepoint == null && own == null) {
            coordinator.stored(now(), store.manifest(), "").forEach(this::perform);
            return;
        }
        long number = own == null ? of.number : own.attempt();
        of.callsUnderWay++; // the next attempt must not begin while a checkpoint may still come to exist
        publishing.run(() -> {
            try {
                String path = publish(store, own, savepoint, number);
                job.post(() -> published(of, () -> coordinator.stored(now(), store.manifest(), path)));
            } catch (Throwable e) {
                job.post(() -> {
                    if (Failures.isFinal(e)) {
                        job.fail(e); // the job has been taken over: what this attempt still does counts for nothing
                    }
                    published(of, () -> coordinator.storeFailed(now(), id, e));
                });
            }
        });
    }

    private void published(JobAttempt of, Supplier<List<CoordinatorAction>> event) {
        of.callsUnderWay--;
        if (!of.closing) {
            event.get().forEach(this::perform);
        }
        job.callReturned();
    }

    /** On an I/O thread. @return where the checkpoint can be restored from */
    private static String publish(
            CoordinatorAction.Store store,
            @Nullable JobStorage own,
            @Nullable CheckpointStorage savepoint,
            long number) {
        CheckpointManifest manifest = store.manifest();
        if (savepoint == null) {
            JobStorage target = requireNonNull(own);
            target.publish(manifest, number);
            return target.storage().location() + "/chk-" + manifest.checkpointId();
        }
        JobStorage.publish(savepoint, manifest, number);
        boolean stops = store.kind() == Barrier.Kind.STOP || store.kind() == Barrier.Kind.DRAIN;
        if (stops && own != null) {
            // The commit that follows belongs to the savepoint. Should the process die in the middle of it, the job
            // must not go on from an older checkpoint.
            own.publish(JobStorage.relocated(manifest, savepoint.location()), number);
        }
        return savepoint.location();
    }

    private void completed(CoordinatorAction.NotifyCompleted completed) {
        long id = completed.stats().checkpointId();
        boolean isCheckpoint = completed.kind() == Barrier.Kind.CHECKPOINT;
        targets.remove(id);
        closeSavepoint(id, false);
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
        targets.remove(id);
        boolean wasSavepoint = savepoints.containsKey(id);
        closeSavepoint(id, !aborted.mayExist());
        JobStorage own = preparation.storage();
        if (!wasSavepoint && own != null && !aborted.mayExist()) {
            // Its own files, and its manifest should it exist after all.
            clean(() -> own.storage().delete(id));
        }
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

    private void closeSavepoint(long id, boolean delete) {
        CheckpointStorage savepoint = savepoints.remove(id);
        if (savepoint != null) {
            clean(() -> {
                savepoint.close();
                if (delete) {
                    preparation.provider().deleteSavepoint(savepoint.location());
                }
            });
        }
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
        return environment.clock().currentTimeMillis();
    }

    // Clean-up.

    /** Clean-up runs one after the other, and must never harm the job. */
    void clean(Runnable work) {
        cleaning.run(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                LOG.warn(
                        "clean-up failed, files are left for the next start job={}",
                        job.config().jobId(),
                        e);
            }
        });
    }

    /** Runs something short behind all clean-up asked for so far. */
    void afterCleaning(Runnable action) {
        cleaning.afterAll(action);
    }
}
