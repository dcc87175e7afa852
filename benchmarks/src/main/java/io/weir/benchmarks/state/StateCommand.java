package io.weir.benchmarks.state;

import io.weir.benchmarks.run.Folders;
import io.weir.benchmarks.run.KillableServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fills keyed state to a size, changes a part of it between checkpoints, and kills the server. */
@Command(
        name = "state",
        description = "Measures checkpoints and recovery of large keyed state in RocksDB.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class StateCommand implements Callable<Integer> {
    @Option(names = "--size", paramLabel = "SIZE", description = "Of the state: 500m, 10g (default: ${DEFAULT-VALUE}).")
    private String size = "1g";

    @Option(names = "--row-bytes", paramLabel = "N", description = "Of each key's row (default: ${DEFAULT-VALUE}).")
    private int rowBytes = 1000;

    @Option(
            names = "--changed",
            paramLabel = "SHARE",
            description = "Of the keys, from one checkpoint to the next (default: ${DEFAULT-VALUE}).")
    private double changed = 0.02;

    @Option(names = "--spread", description = "Which keys: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Spread spread = Spread.SCATTERED;

    @Option(
            names = "--interval",
            paramLabel = "S",
            description = "From one of these checkpoints to the next (default: ${DEFAULT-VALUE}).")
    private int intervalSeconds = 10;

    @Option(names = "--checkpoints", paramLabel = "N", description = "How many of them (default: ${DEFAULT-VALUE}).")
    private int checkpoints = 6;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Of throughput with a checkpoint every second, and with none; 0: not measured"
                    + " (default: ${DEFAULT-VALUE}).")
    private int rounds = 2;

    @Option(names = "--seconds", paramLabel = "S", description = "Of each of those (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(names = "--recover", description = "Also kill the server, with a local backup of the state and without.")
    private boolean isRecovering;

    @Option(names = "--parallelism", paramLabel = "N", description = "Of the job (default: ${DEFAULT-VALUE}).")
    private int parallelism = 2;

    @Option(names = "--heap", paramLabel = "MB", description = "Of the server (default: ${DEFAULT-VALUE}).")
    private long heapMegabytes = 2048;

    @Option(
            names = "--state-memory",
            paramLabel = "MB",
            description = "Native memory for RocksDB (default: ${DEFAULT-VALUE}).")
    private long stateMegabytes = 512;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where data and checkpoints go, about four times the size; removed at the end.")
    private @Nullable Path folder;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures to this file.")
    private @Nullable Path json;

    @Option(names = "--java-option", paramLabel = "OPTION", description = "For the server's process; may be repeated.")
    private List<String> javaOptions = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        long bytes = bytes(size);
        Path own = Files.createTempDirectory(
                folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : Files.createDirectories(folder),
                "weir-bench-state-");
        List<String> java = new ArrayList<>(List.of(
                "-Xmx" + heapMegabytes + "m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError", "-Xlog:disable"));
        java.addAll(javaOptions);
        try (KillableServer server =
                new KillableServer(own, java, List.of("state.backend.rocksdb.memory.size=" + stateMegabytes + " mb"))) {
            Path rateFile = own.resolve("rate");
            Rate.write(rateFile, 0);
            server.start();
            try (StateJob job = new StateJob(server)) {
                long keys = Math.max(1, bytes / rowBytes);
                job.create(keys, rowBytes, spread, rateFile.toString(), options());
                StateRun run = new StateRun(server, job, rateFile, keys, out);
                measure(run, changed * keys / intervalSeconds);
                StateReport.lines(run.figures()).forEach(out::println);
                if (json != null) {
                    Files.writeString(json, StateReport.json(run.figures()), StandardCharsets.UTF_8);
                }
                return run.isSound() ? 0 : 1;
            }
        } finally {
            Folders.delete(own);
        }
    }

    private String options() {
        return "'parallelism' = '" + parallelism + "', 'state.backend.type' = 'rocksdb', "
                + "'execution.checkpointing.interval' = '0 s', "
                + "'execution.checkpointing.local-backup.enabled' = '" + isRecovering + "'";
    }

    private void measure(StateRun run, double rowsPerSecond) throws IOException, InterruptedException, SQLException {
        run.fill(intervalSeconds);
        run.change(rowsPerSecond, intervalSeconds, checkpoints);
        for (int round = 0; round < rounds; round++) {
            run.throughput(rowsPerSecond, seconds);
            run.throughput(0, seconds);
        }
        if (isRecovering) {
            run.recover(rowsPerSecond, true);
            run.recover(rowsPerSecond, false);
        }
    }

    private long bytes(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int shift = lower.endsWith("g") ? 30 : lower.endsWith("m") ? 20 : 0;
        try {
            return Long.parseLong(shift == 0 ? lower : lower.substring(0, lower.length() - 1)) << shift;
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    java.util.Objects.requireNonNull(spec).commandLine(),
                    "'" + text + "' is no size such as 500m or 10g");
        }
    }
}
