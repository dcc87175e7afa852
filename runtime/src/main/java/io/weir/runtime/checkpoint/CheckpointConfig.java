package io.weir.runtime.checkpoint;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.spi.storage.StorageOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a job is checkpointed. Each component is the value of the option {@code execution.checkpointing.<name>}; {@link #DEFAULT} holds Weir's defaults, which differ from
 * Flink's where those are known to hurt.
 *
 * @param intervalMillis {@code interval}: time from trigger to trigger; 0: no periodic checkpoints
 * @param timeoutMillis {@code timeout}: a checkpoint that takes longer is aborted
 * @param minPauseMillis {@code min-pause}: least time from the end of one checkpoint, completed or failed, to the start of the next
 * @param maxConcurrent {@code max-concurrent-checkpoints}; must be 1 if {@code unaligned}
 * @param tolerableFailures {@code tolerable-failed-checkpoints}: so many consecutive failures leave the job running; one more fails it
 * @param mode {@code mode}
 * @param unaligned {@code unaligned.enabled}
 * @param alignedTimeoutMillis {@code aligned-checkpoint-timeout}: an unaligned checkpoint begins as an aligned one, and overtakes after this time; 0: at once
 * @param incremental {@code incremental}
 * @param retained {@code num-retained}: completed checkpoints that are kept
 * @param retention {@code externalized-checkpoint-retention}
 * @param directory {@code dir}; null: nothing is durable, the job cannot restore
 * @param savepointDirectory {@code savepoint-dir}; null: savepoints need a path of their own
 * @param storage how files lie in storage
 * @param epochIntervalMillis {@code execution.epoch.interval}: time between epochs, at which results become visible; 0: only at checkpoints
 */
public record CheckpointConfig(
        long intervalMillis,
        long timeoutMillis,
        long minPauseMillis,
        int maxConcurrent,
        int tolerableFailures,
        Mode mode,
        boolean unaligned,
        long alignedTimeoutMillis,
        boolean incremental,
        int retained,
        Retention retention,
        @Nullable String directory,
        @Nullable String savepointDirectory,
        StorageOptions storage,
        long epochIntervalMillis) {

    /** What the state of a checkpoint guarantees. */
    public enum Mode {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }

    /** What becomes of checkpoints when the job is cancelled or stopped. A job that fails or finishes keeps them. */
    public enum Retention {
        DELETE_ON_CANCELLATION,
        RETAIN_ON_CANCELLATION,
        NO_EXTERNALIZED_CHECKPOINTS
    }

    public static final CheckpointConfig DEFAULT = builder().build();

    public CheckpointConfig {
        requireNonNull(mode, "mode is null");
        requireNonNull(retention, "retention is null");
        requireNonNull(storage, "storage is null");
        checkArgument(intervalMillis >= 0, "interval %s ms is negative", intervalMillis);
        checkArgument(timeoutMillis >= 1, "timeout %s ms is not positive", timeoutMillis);
        checkArgument(minPauseMillis >= 0, "min-pause %s ms is negative", minPauseMillis);
        checkArgument(maxConcurrent >= 1, "max-concurrent-checkpoints %s is less than 1", maxConcurrent);
        checkArgument(tolerableFailures >= 0, "tolerable-failed-checkpoints %s is negative", tolerableFailures);
        checkArgument(alignedTimeoutMillis >= 0, "aligned-checkpoint-timeout %s ms is negative", alignedTimeoutMillis);
        checkArgument(retained >= 1, "num-retained %s is less than 1", retained);
        checkArgument(epochIntervalMillis >= 0, "epoch interval %s ms is negative", epochIntervalMillis);
        checkArgument(
                !unaligned || (mode == Mode.EXACTLY_ONCE && maxConcurrent == 1),
                "unaligned checkpoints need mode EXACTLY_ONCE and max-concurrent-checkpoints 1, got %s and %s",
                mode,
                maxConcurrent);
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.intervalMillis = intervalMillis;
        builder.timeoutMillis = timeoutMillis;
        builder.minPauseMillis = minPauseMillis;
        builder.maxConcurrent = maxConcurrent;
        builder.tolerableFailures = tolerableFailures;
        builder.mode = mode;
        builder.unaligned = unaligned;
        builder.alignedTimeoutMillis = alignedTimeoutMillis;
        builder.incremental = incremental;
        builder.retained = retained;
        builder.retention = retention;
        builder.directory = directory;
        builder.savepointDirectory = savepointDirectory;
        builder.storage = storage;
        builder.epochIntervalMillis = epochIntervalMillis;
        return builder;
    }

    /** Sets components one by one, from the defaults. */
    public static final class Builder {
        // Ten seconds bound both the replay after a failure and the delay until committed rows are seen.
        private long intervalMillis = 10_000;
        private long timeoutMillis = 600_000;
        private long minPauseMillis = 500;
        private int maxConcurrent = 1;
        // A name node in fail-over or a full disk costs a few checkpoints; it need not cost the job.
        private int tolerableFailures = 5;
        private Mode mode = Mode.EXACTLY_ONCE;
        private boolean unaligned;
        private long alignedTimeoutMillis;
        // What travels is what has changed.
        private boolean incremental = true;
        // Two, so that one corrupt file does not take the job's only recovery point.
        private int retained = 2;
        private Retention retention = Retention.RETAIN_ON_CANCELLATION;
        private @Nullable String directory;
        private @Nullable String savepointDirectory;
        private StorageOptions storage = StorageOptions.PLAIN;
        private long epochIntervalMillis;

        private Builder() {}

        public Builder intervalMillis(long value) {
            intervalMillis = value;
            return this;
        }

        public Builder timeoutMillis(long value) {
            timeoutMillis = value;
            return this;
        }

        public Builder minPauseMillis(long value) {
            minPauseMillis = value;
            return this;
        }

        public Builder maxConcurrent(int value) {
            maxConcurrent = value;
            return this;
        }

        public Builder tolerableFailures(int value) {
            tolerableFailures = value;
            return this;
        }

        public Builder mode(Mode value) {
            mode = value;
            return this;
        }

        public Builder unaligned(boolean value) {
            unaligned = value;
            return this;
        }

        public Builder alignedTimeoutMillis(long value) {
            alignedTimeoutMillis = value;
            return this;
        }

        public Builder incremental(boolean value) {
            incremental = value;
            return this;
        }

        public Builder retained(int value) {
            retained = value;
            return this;
        }

        public Builder retention(Retention value) {
            retention = value;
            return this;
        }

        public Builder directory(@Nullable String value) {
            directory = value;
            return this;
        }

        public Builder savepointDirectory(@Nullable String value) {
            savepointDirectory = value;
            return this;
        }

        public Builder storage(StorageOptions value) {
            storage = value;
            return this;
        }

        public Builder epochIntervalMillis(long value) {
            epochIntervalMillis = value;
            return this;
        }

        public CheckpointConfig build() {
            return new CheckpointConfig(
                    intervalMillis,
                    timeoutMillis,
                    minPauseMillis,
                    maxConcurrent,
                    tolerableFailures,
                    mode,
                    unaligned,
                    alignedTimeoutMillis,
                    incremental,
                    retained,
                    retention,
                    directory,
                    savepointDirectory,
                    storage,
                    epochIntervalMillis);
        }
    }
}
