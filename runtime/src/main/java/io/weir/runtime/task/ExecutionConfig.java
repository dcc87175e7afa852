package io.weir.runtime.task;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.checkpoint.CheckpointConfig;

/**
 * How a job is run.
 *
 * @param jobId {@code [A-Za-z0-9_-]{1,64}}; names its folder in checkpoint storage and its transactions
 * @param stateBackend {@code state.backend.type}: {@code hashmap} or {@code rocksdb}
 * @param channelCapacity elements (batches, mostly) that a channel holds before its sender waits
 */
public record ExecutionConfig(
        String jobId, CheckpointConfig checkpoints, RestartStrategy restart, String stateBackend, int channelCapacity) {
    public static final int DEFAULT_CHANNEL_CAPACITY = 8;

    public ExecutionConfig {
        requireNonNull(checkpoints, "checkpoints is null");
        requireNonNull(restart, "restart is null");
        requireNonNull(stateBackend, "stateBackend is null");
        checkArgument(jobId.matches("[A-Za-z0-9_-]{1,64}"), "job id \"%s\" does not match [A-Za-z0-9_-]{1,64}", jobId);
        checkArgument(channelCapacity >= 1, "channel capacity %s is less than 1", channelCapacity);
    }

    /** Defaults for a job, without storage. */
    public static ExecutionConfig of(String jobId) {
        return new ExecutionConfig(
                jobId, CheckpointConfig.DEFAULT, RestartStrategy.DEFAULT, "hashmap", DEFAULT_CHANNEL_CAPACITY);
    }

    public ExecutionConfig withCheckpoints(CheckpointConfig value) {
        return new ExecutionConfig(jobId, value, restart, stateBackend, channelCapacity);
    }

    public ExecutionConfig withRestart(RestartStrategy value) {
        return new ExecutionConfig(jobId, checkpoints, value, stateBackend, channelCapacity);
    }

    public ExecutionConfig withStateBackend(String value) {
        return new ExecutionConfig(jobId, checkpoints, restart, value, channelCapacity);
    }

    public ExecutionConfig withChannelCapacity(int value) {
        return new ExecutionConfig(jobId, checkpoints, restart, stateBackend, value);
    }
}
