package io.weir.server.config;

import io.weir.planner.PlannerOptions;
import io.weir.spi.connector.Option;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every option there is, by key. docs/operating/configuration.md says the same to people. */
public final class ConfigOptions {
    /** The choices of {@code execution.state-recovery.claim-mode}. */
    public enum ClaimMode {
        CLAIM,
        NO_CLAIM
    }

    /** The choices of {@code state.backend.type}. */
    public enum StateBackend {
        HASHMAP,
        ROCKSDB
    }

    public static final Option<StateBackend> STATE_BACKEND = Option.oneOf(
            "state.backend.type",
            StateBackend.class,
            "rocksdb",
            "Where keyed state lives: on the heap, or in RocksDB on local disk behind a cache.");
    public static final Option<Long> CHANNEL_CAPACITY = Option.integer(
            "execution.channel-capacity",
            "8",
            1,
            1024,
            "Batches that wait between two subtasks before the sender does.");
    public static final Option<Duration> READ_WAIT_TIMEOUT = Option.duration(
            "weir.read.wait-timeout",
            "10 s",
            "How long a query waits until materialized views show what its session has written; 0: not at all.");
    public static final Option<String> RECOVERY_PATH = Option.text(
            "execution.state-recovery.path",
            null,
            "The savepoint or checkpoint from which a job that is created takes its state.");
    public static final Option<Boolean> IGNORE_UNCLAIMED = Option.bool(
            "execution.state-recovery.ignore-unclaimed-state",
            "false",
            "Whether state to which no operator of the job lays claim is dropped; otherwise it is an error.");

    public static final Option<ClaimMode> CLAIM_MODE = Option.oneOf(
            "execution.state-recovery.claim-mode",
            ClaimMode.class,
            "no-claim",
            "Whether the savepoint that a job was created from becomes the job's own, and is deleted once the job has a checkpoint. A job never refers to files of a savepoint.");

    /** Options of Flink that mean nothing here, with the reason. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry(
                    "execution.checkpointing.checkpoints-after-tasks-finish",
                    "Checkpoints always go on when some of a job's tasks have finished."),
            Map.entry(
                    "execution.checkpointing.create-subdir",
                    "Each job has a folder of its own, or two jobs could take each other's checkpoints."),
            Map.entry(
                    "execution.checkpointing.storage",
                    "Checkpoints are kept in the file system that 'execution.checkpointing.dir' names."),
            Map.entry(
                    "execution.checkpointing.unaligned.forced",
                    "Where overtaking would be wrong, on broadcast edges, barriers are aligned; it cannot be forced."),
            Map.entry(
                    "execution.checkpointing.file-merging.across-checkpoint-boundary",
                    "Files are merged within a checkpoint only, so that they go with it."),
            Map.entry(
                    "execution.checkpointing.file-merging.max-space-amplification",
                    "Files that several checkpoints share are not merged, so that none holds space for others."),
            Map.entry(
                    "execution.checkpointing.file-merging.pool-blocking",
                    "Files that are written at the same time are merged; there is no pool of open files."),
            Map.entry(
                    "execution.checkpointing.cleaner.parallel-mode",
                    "Files are deleted one after the other, so that clean-up does not crowd out checkpoints."),
            Map.entry(
                    "execution.checkpointing.write-buffer-size",
                    "The buffer in front of storage has 128 kb; smaller ones only cost calls."));

    /** Other spellings that mean the same. */
    private static final Map<String, String> ALIASES = Map.of(
            "parallelism.default", PlannerOptions.PARALLELISM.key(),
            "pipeline.max-parallelism", PlannerOptions.MAX_PARALLELISM.key());

    /** Names that Flink had before 1.20; people still type them. */
    private static final Map<String, String> FORMER_NAMES = Map.ofEntries(
            Map.entry("state.checkpoints.dir", CheckpointOptions.DIRECTORY.key()),
            Map.entry("state.savepoints.dir", CheckpointOptions.SAVEPOINT_DIRECTORY.key()),
            Map.entry("state.checkpoints.num-retained", CheckpointOptions.RETAINED.key()),
            Map.entry("state.backend.incremental", CheckpointOptions.INCREMENTAL.key()),
            Map.entry("state.backend", STATE_BACKEND.key()),
            Map.entry("execution.checkpointing.unaligned", CheckpointOptions.UNALIGNED.key()),
            Map.entry("execution.checkpointing.alignment-timeout", CheckpointOptions.ALIGNED_TIMEOUT.key()),
            Map.entry("state.storage.fs.memory-threshold", CheckpointOptions.INLINE_THRESHOLD.key()),
            Map.entry("state.backend.local-recovery", CheckpointOptions.LOCAL_BACKUP.key()),
            Map.entry("taskmanager.state.local.root-dirs", ServerOptions.LOCAL_BACKUP_DIRS.key()),
            Map.entry("execution.savepoint-restore-mode", CLAIM_MODE.key()),
            Map.entry("execution.savepoint.path", RECOVERY_PATH.key()),
            Map.entry("execution.savepoint.ignore-unclaimed-state", IGNORE_UNCLAIMED.key()),
            Map.entry("restart-strategy", RestartOptions.TYPE.key()));

    private static final SortedMap<String, ConfigOption> BY_KEY = byKey();

    private ConfigOptions() {}

    private static SortedMap<String, ConfigOption> byKey() {
        List<ConfigOption> options = new ArrayList<>();
        options.addAll(planning());
        options.addAll(CheckpointOptions.all());
        options.addAll(RestartOptions.all());
        options.addAll(ServerOptions.all());
        options.add(new ConfigOption(STATE_BACKEND, OptionScope.JOB, ConfigOption.Change.RESTART));
        options.add(new ConfigOption(CHANNEL_CAPACITY, OptionScope.JOB, ConfigOption.Change.RESTART));
        options.add(new ConfigOption(READ_WAIT_TIMEOUT, OptionScope.SESSION, ConfigOption.Change.LIVE));
        options.add(new ConfigOption(RECOVERY_PATH, OptionScope.JOB, ConfigOption.Change.FIXED));
        options.add(new ConfigOption(CLAIM_MODE, OptionScope.JOB, ConfigOption.Change.LIVE));
        options.add(new ConfigOption(IGNORE_UNCLAIMED, OptionScope.JOB, ConfigOption.Change.RESTART));
        SortedMap<String, ConfigOption> byKey = new TreeMap<>();
        for (ConfigOption option : options) {
            if (byKey.put(option.key(), option) != null) {
                throw new IllegalStateException("option '" + option.key() + "' is defined twice");
            }
        }
        return Collections.unmodifiableSortedMap(byKey);
    }

    private static List<ConfigOption> planning() {
        return PlannerOptions.all().stream()
                .<ConfigOption>map(option -> new ConfigOption(option, OptionScope.SESSION, planningChange(option)))
                .toList();
    }

    // What changes the meaning of a plan, and so of its state, cannot change; what changes its shape can, from a
    // savepoint.
    private static ConfigOption.Change planningChange(Option<?> option) {
        return option.equals(PlannerOptions.MAX_PARALLELISM)
                        || option.equals(PlannerOptions.TIME_ZONE)
                        || option.equals(PlannerOptions.LATE_ROWS_TABLE)
                ? ConfigOption.Change.FIXED
                : ConfigOption.Change.RESTART;
    }

    /** All of them, by key. */
    public static Collection<ConfigOption> all() {
        return BY_KEY.values();
    }

    /** By its key, an alias or a key in another case. */
    public static Optional<ConfigOption> find(String key) {
        ConfigOption exact = BY_KEY.get(ALIASES.getOrDefault(key, key));
        return exact != null
                ? Optional.of(exact)
                : Optional.ofNullable(BY_KEY.get(key.strip().toLowerCase(Locale.ROOT)));
    }

    /** @throws WeirException (UNKNOWN_OPTION) with the nearest key, or the one that took its place */
    public static ConfigOption get(String key) {
        return find(key).orElseThrow(() -> unknown(key));
    }

    private static WeirException unknown(String key) {
        WeirException unknown = new WeirException(ErrorCode.UNKNOWN_OPTION, "option '" + key + "' does not exist");
        String reason = REFUSED.get(key);
        if (reason != null) {
            return new WeirException(ErrorCode.UNKNOWN_OPTION, "option '" + key + "' is not needed here")
                    .withDetail(reason);
        }
        String successor = FORMER_NAMES.get(key);
        if (successor != null) {
            return unknown.withHint("It is called '" + successor + "' now.");
        }
        return unknown.withHint(NearestName.of(key, BY_KEY.keySet())
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("SET without a key lists all options."));
    }

    /**
     * The option that a session or a job may set, with a value that can be read.
     *
     * @throws WeirException (UNKNOWN_OPTION, OPTION_VALUE)
     */
    public static ConfigOption check(String key, String value) {
        ConfigOption option = get(key);
        if (option.scope() == OptionScope.SERVER) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "option '" + option.key() + "' belongs to the server and not to a session or job")
                    .withHint("It is set in the configuration file that 'weir server --config' names.");
        }
        option.option().parse(value);
        return option;
    }
}
