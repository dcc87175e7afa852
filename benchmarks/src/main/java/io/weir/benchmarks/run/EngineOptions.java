package io.weir.benchmarks.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options of commands that run engines in processes of their own. */
public final class EngineOptions {
    private static final Duration LIMIT_SLACK = Duration.ofSeconds(5);
    private static final long MEGABYTE = 1 << 20;

    /** Where state is kept. */
    public enum State {
        ROCKSDB,
        HASHMAP
    }

    @Option(names = "--state", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private State state = State.ROCKSDB;

    @Option(names = "--parallelism", paramLabel = "N", description = "Of both engines (default: ${DEFAULT-VALUE}).")
    private int parallelism = 2;

    @Option(names = "--heap", paramLabel = "MB", description = "Of both engines (default: ${DEFAULT-VALUE}).")
    private long heapMegabytes = 4096;

    @Option(
            names = "--state-memory",
            paramLabel = "MB",
            description = "Native memory of both engines for RocksDB (default: ${DEFAULT-VALUE}).")
    private long stateMegabytes = 1024;

    @Option(
            names = "--limit",
            paramLabel = "S",
            description = "A run that takes longer is ended, and counts as failed (default: ${DEFAULT-VALUE}).")
    private long limitSeconds = 120;

    /** {@code rocksdb} or {@code hashmap}. */
    public String state() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    public boolean isRocksDb() {
        return state == State.ROCKSDB;
    }

    public int parallelism() {
        return parallelism;
    }

    public long heapMegabytes() {
        return heapMegabytes;
    }

    /** After which a process is ended. */
    public Duration limit() {
        return Duration.ofSeconds(limitSeconds).plus(LIMIT_SLACK);
    }

    public EngineSettings settings(long checkpointMillis, Path folder) {
        return settings(checkpointMillis, parallelism, folder);
    }

    public EngineSettings settings(long checkpointMillis, int subtasks, Path folder) {
        return new EngineSettings(state(), subtasks, stateMegabytes * MEGABYTE, checkpointMillis, folder.toString());
    }
}
