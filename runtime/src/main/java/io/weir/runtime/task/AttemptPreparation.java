package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.exchange.InFlightRows;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorageProvider;
import io.weir.spi.storage.StorageOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of an attempt's start that comes before its subtasks are made, and blocks: storage is opened and fenced, a checkpoint chosen, and what earlier attempts of the sinks
 * left is finished. One for the life of a job; {@link #prepare} runs on I/O threads, one call at a time.
 */
final class AttemptPreparation {
    private final RuntimeEnvironment environment;
    private final JobGraph graph;
    private final ExecutionConfig config;
    private final RestoreSpec restore;
    private final Supplier<StorageOptions> storageOptions;
    private final Consumer<Throwable> onFailure;
    /** Opened by the first attempt that can; written on an I/O thread, read by the job's task too. */
    private volatile @Nullable JobStorage storage;

    /**
     * @param storageOptions as they are at the moment; any thread
     * @param onFailure for what committers find out on threads of their own
     */
    AttemptPreparation(
            RuntimeEnvironment environment,
            JobGraph graph,
            ExecutionConfig config,
            RestoreSpec restore,
            Supplier<StorageOptions> storageOptions,
            Consumer<Throwable> onFailure) {
        this.environment = environment;
        this.graph = graph;
        this.config = config;
        this.restore = requireNonNull(restore, "restore is null");
        this.storageOptions = storageOptions;
        this.onFailure = onFailure;
    }

    /** Null if the job has none, or it has not been opened yet. */
    @Nullable JobStorage storage() {
        return storage;
    }

    /** The engine's storage. @throws WeirException (MISSING_OPTION) if it has none */
    CheckpointStorageProvider provider() {
        CheckpointStorageProvider provider = environment.storage();
        if (provider == null) {
            throw new WeirException(ErrorCode.MISSING_OPTION, "this engine has no checkpoint storage");
        }
        return provider;
    }

    /** @param localNumber the number of the attempt if there is no storage to give one */
    JobAttempt.Prepared prepare(boolean first, long localNumber) {
        JobStorage opened = open();
        if (opened == null
                && (restore.mode() == RestoreSpec.Mode.PATH || restore.mode() == RestoreSpec.Mode.CHECKPOINT)) {
            throw new WeirException(
                    ErrorCode.MISSING_OPTION,
                    "a job that starts from a checkpoint needs the option execution.checkpointing.dir");
        }
        long number = opened == null ? localNumber : opened.fence();
        JobStorage.Choice choice =
                opened == null ? null : opened.choose(restore, first).orElse(null);
        try {
            RestoredJob restored = opened == null || choice == null
                    ? RestoredJob.NONE
                    : RestoredJob.of(choice.manifest(), opened.storage(), graph, restore.allowUnclaimedState());
            Map<String, Map<Integer, List<InFlightRows>>> inFlight = new HashMap<>();
            for (Vertex vertex : graph.vertices()) {
                inFlight.put(vertex.id(), restored.inFlight(graph, vertex));
            }
            return new JobAttempt.Prepared(
                    number,
                    restored,
                    choice,
                    opened == null ? List.of() : opened.existing(),
                    inFlight,
                    recoveredCommitters(number, restored));
        } catch (RuntimeException e) {
            throw restoreFailure(choice, e) instanceof RuntimeException better ? better : e;
        }
    }

    private JobCommitters recoveredCommitters(long number, RestoredJob restored) {
        JobCommitters committers = JobCommitters.create(graph, config.jobId(), number, environment, onFailure);
        try {
            committers.recover(restored.committables());
        } catch (RuntimeException e) {
            committers.close();
            throw e;
        }
        return committers;
    }

    /**
     * The job is over for good. Its latest checkpoint may exist although nobody came to commit it, and the job may be started from it again: so what that names is committed, and only then everything
     * else is aborted. If storage cannot tell, nothing is. Blocks.
     *
     * @param committers of the last attempt; null if none is there at the moment
     */
    void endSinks(@Nullable JobCommitters committers) {
        JobStorage present = storage;
        long number = present == null ? 0 : present.attempt();
        JobCommitters last = committers != null
                ? committers
                : JobCommitters.create(graph, config.jobId(), number, environment, onFailure);
        try {
            if (present != null) {
                last.recover(present.committables());
            }
            last.end();
        } finally {
            last.close();
        }
    }

    private @Nullable JobStorage open() {
        String directory = config.checkpoints().directory();
        JobStorage opened = storage;
        if (opened == null && directory != null) {
            opened = new JobStorage(provider().open(directory, config.jobId(), storageOptions));
            storage = opened;
        }
        return opened;
    }

    /**
     * Restoring has failed. If it is because a file is corrupt, the next attempt must not take the same checkpoint; and one that was asked for by its path will not heal.
     *
     * @return the failure to report
     */
    Throwable restoreFailure(JobStorage.@Nullable Choice choice, Throwable cause) {
        JobStorage present = storage;
        if (present == null || choice == null || !Failures.isCorruptStorage(cause)) {
            return cause;
        }
        String path = choice.path();
        if (path == null) {
            present.reject(choice.manifest());
            return cause;
        }
        return new WeirException(
                ErrorCode.INCOMPATIBLE_STATE, "\"" + path + "\" cannot be restored: " + cause.getMessage(), cause);
    }
}
