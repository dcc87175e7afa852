package io.weir.server.config;

import static java.util.Objects.requireNonNull;

import io.weir.planner.PlannerOptions;
import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.RestartStrategy;
import io.weir.spi.connector.Options;
import java.util.Locale;

/** A job's options, read: what planner and runtime take. */
public record JobSettings(
        PlannerOptions planner,
        CheckpointConfig checkpoints,
        RestartStrategy restart,
        String stateBackend,
        int channelCapacity,
        boolean ignoresUnclaimedState,
        boolean claimsSavepoint) {
    public JobSettings {
        requireNonNull(planner, "planner is null");
        requireNonNull(checkpoints, "checkpoints is null");
        requireNonNull(restart, "restart is null");
        requireNonNull(stateBackend, "stateBackend is null");
    }

    /** @throws io.weir.spi.error.WeirException (OPTION_VALUE) that names the key, or the keys that do not go together */
    public static JobSettings of(Options options) {
        return new JobSettings(
                PlannerOptions.of(options),
                CheckpointOptions.read(options),
                RestartOptions.read(options),
                options.get(ConfigOptions.STATE_BACKEND).name().toLowerCase(Locale.ROOT),
                options.get(ConfigOptions.CHANNEL_CAPACITY).intValue(),
                options.get(ConfigOptions.IGNORE_UNCLAIMED),
                options.get(ConfigOptions.CLAIM_MODE) == ConfigOptions.ClaimMode.CLAIM);
    }

    /** How a job is run. */
    public ExecutionConfig execution(String jobId) {
        return new ExecutionConfig(jobId, checkpoints, restart, stateBackend, channelCapacity);
    }

    /** How a query is run: it has no storage, and an error ends it. */
    public ExecutionConfig queryExecution(String queryId) {
        CheckpointConfig none = checkpoints.toBuilder()
                .intervalMillis(0)
                .unaligned(false)
                .directory(null)
                .savepointDirectory(null)
                .build();
        return new ExecutionConfig(queryId, none, new RestartStrategy.None(), "hashmap", channelCapacity);
    }
}
