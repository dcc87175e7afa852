package io.weir.server.config;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.StorageOptions;
import java.time.Duration;
import java.util.List;

/** {@code execution.checkpointing.*}: how jobs are checkpointed. Names are Flink's; defaults are those of {@link CheckpointConfig}. */
public final class CheckpointOptions {
    public static final Option<Duration> INTERVAL = Option.duration(
            "execution.checkpointing.interval",
            "10 s",
            "Time from one checkpoint to the next; 0: none are taken by themselves. While nothing happens in a job only every tenth is taken.");
    public static final Option<Duration> TIMEOUT =
            Option.duration("execution.checkpointing.timeout", "10 min", "A checkpoint that takes longer is given up.");
    public static final Option<Duration> MIN_PAUSE = Option.duration(
            "execution.checkpointing.min-pause",
            "500 ms",
            "Least time from the end of one checkpoint to the start of the next.");
    public static final Option<Long> MAX_CONCURRENT = Option.integer(
            "execution.checkpointing.max-concurrent-checkpoints",
            "1",
            1,
            64,
            "How many checkpoints may be under way at a time; 1 if they are unaligned.");
    public static final Option<Long> TOLERABLE_FAILURES = Option.integer(
            "execution.checkpointing.tolerable-failed-checkpoints",
            "5",
            0,
            Integer.MAX_VALUE,
            "How many checkpoints may fail one after the other before the job does.");
    public static final Option<CheckpointConfig.Mode> MODE = Option.oneOf(
            "execution.checkpointing.mode",
            CheckpointConfig.Mode.class,
            "exactly-once",
            "Whether each row counts exactly once in the state after a restart, or at least once.");
    public static final Option<Boolean> UNALIGNED = Option.bool(
            "execution.checkpointing.unaligned.enabled",
            "false",
            "Whether barriers overtake queued rows, which become part of the checkpoint.");
    public static final Option<Duration> ALIGNED_TIMEOUT = Option.duration(
            "execution.checkpointing.aligned-checkpoint-timeout",
            "0",
            "An unaligned checkpoint begins as an aligned one and overtakes after this time; 0: at once.");
    public static final Option<Boolean> INCREMENTAL =
            Option.bool("execution.checkpointing.incremental", "true", "Whether only what has changed is written.");
    public static final Option<Long> RETAINED = Option.integer(
            "execution.checkpointing.num-retained", "2", 1, 1000, "How many completed checkpoints are kept.");
    public static final Option<CheckpointConfig.Retention> RETENTION = Option.oneOf(
            "execution.checkpointing.externalized-checkpoint-retention",
            CheckpointConfig.Retention.class,
            "retain-on-cancellation",
            "What becomes of the checkpoints of a job that is stopped without a savepoint or dropped.");
    public static final Option<String> DIRECTORY = Option.text(
            "execution.checkpointing.dir",
            null,
            "Where checkpoints are kept: hdfs://host:port/path, file:///path; by default in the data directory.");
    public static final Option<String> SAVEPOINT_DIRECTORY = Option.text(
            "execution.checkpointing.savepoint-dir",
            null,
            "Where savepoints are kept; by default in the data directory.");
    public static final Option<Long> INLINE_THRESHOLD = Option.size(
            "execution.checkpointing.data-inline-threshold",
            "20 kb",
            "A file that is not larger is kept in the checkpoint's manifest; at most 1 mb.");
    public static final Option<Boolean> FILE_MERGING = Option.bool(
            "execution.checkpointing.file-merging.enabled",
            "false",
            "Whether small files of a checkpoint that are written at the same time become one.");
    public static final Option<Long> MAX_MERGED_FILE = Option.size(
            "execution.checkpointing.file-merging.max-file-size", "32 mb", "The largest file that is made so.");
    public static final Option<Boolean> LOCAL_BACKUP = Option.bool(
            "execution.checkpointing.local-backup.enabled",
            "false",
            "Whether a copy of the checkpoint is kept on local disk, and read first at a restart.");
    public static final Option<Duration> EPOCH_INTERVAL = Option.duration(
            "execution.epoch.interval",
            "200 ms",
            "How often updated results become visible together; 0: at checkpoints only.");

    private CheckpointOptions() {}

    static List<ConfigOption> all() {
        return List.of(
                live(INTERVAL),
                live(TIMEOUT),
                live(MIN_PAUSE),
                live(MAX_CONCURRENT),
                live(TOLERABLE_FAILURES),
                live(MODE),
                live(UNALIGNED),
                live(ALIGNED_TIMEOUT),
                live(INCREMENTAL),
                live(RETAINED),
                live(RETENTION),
                new ConfigOption(DIRECTORY, OptionScope.JOB, ConfigOption.Change.FIXED),
                live(SAVEPOINT_DIRECTORY),
                live(INLINE_THRESHOLD),
                live(FILE_MERGING),
                live(MAX_MERGED_FILE),
                live(LOCAL_BACKUP),
                live(EPOCH_INTERVAL));
    }

    private static ConfigOption live(Option<?> option) {
        return new ConfigOption(option, OptionScope.JOB, ConfigOption.Change.LIVE);
    }

    /**
     * Reads them.
     *
     * @throws WeirException (OPTION_VALUE) that names the key, or the two keys that do not go together
     */
    static CheckpointConfig read(Options options) {
        boolean unaligned = options.get(UNALIGNED);
        if (unaligned && options.get(MODE) != CheckpointConfig.Mode.EXACTLY_ONCE) {
            throw conflict(MODE, "'exactly-once'", options);
        }
        if (unaligned && options.get(MAX_CONCURRENT) != 1) {
            throw conflict(MAX_CONCURRENT, "'1'", options);
        }
        if (options.get(TIMEOUT).isZero()) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE, "option '" + TIMEOUT.key() + "' wants more than 0 ms, found '0'");
        }
        return CheckpointConfig.builder()
                .intervalMillis(options.get(INTERVAL).toMillis())
                .timeoutMillis(options.get(TIMEOUT).toMillis())
                .minPauseMillis(options.get(MIN_PAUSE).toMillis())
                .maxConcurrent(options.get(MAX_CONCURRENT).intValue())
                .tolerableFailures(options.get(TOLERABLE_FAILURES).intValue())
                .mode(options.get(MODE))
                .unaligned(unaligned)
                .alignedTimeoutMillis(options.get(ALIGNED_TIMEOUT).toMillis())
                .incremental(options.get(INCREMENTAL))
                .retained(options.get(RETAINED).intValue())
                .retention(options.get(RETENTION))
                .directory(options.find(DIRECTORY).orElse(null))
                .savepointDirectory(options.find(SAVEPOINT_DIRECTORY).orElse(null))
                .storage(storage(options))
                .epochIntervalMillis(options.get(EPOCH_INTERVAL).toMillis())
                .build();
    }

    private static StorageOptions storage(Options options) {
        long inline = options.get(INLINE_THRESHOLD);
        if (inline > StorageOptions.MAX_INLINE_BYTES) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "option '" + INLINE_THRESHOLD.key() + "' wants at most '1 mb', found " + inline + " bytes")
                    .withDetail("A manifest is read whole into memory.");
        }
        long merged = options.get(MAX_MERGED_FILE);
        if (merged < 1) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option '" + MAX_MERGED_FILE.key() + "' wants more than 0 bytes, found '0'");
        }
        return new StorageOptions((int) inline, options.get(FILE_MERGING), merged, options.get(LOCAL_BACKUP));
    }

    private static WeirException conflict(Option<?> option, String wanted, Options options) {
        return new WeirException(
                        ErrorCode.OPTION_VALUE,
                        "option '" + option.key() + "' wants " + wanted + " if '" + UNALIGNED.key()
                                + "' is true, found '" + options.values().get(option.key()) + "'")
                .withDetail("A barrier that overtakes rows is worth something only if each row counts exactly once.");
    }
}
