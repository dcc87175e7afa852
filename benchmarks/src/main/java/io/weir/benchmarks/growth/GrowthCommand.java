package io.weir.benchmarks.growth;

import io.weir.benchmarks.engine.WeirScriptRun;
import io.weir.benchmarks.growth.GrowthCase.Axis;
import io.weir.benchmarks.report.ReportFiles;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.EngineOptions;
import io.weir.benchmarks.run.FlinkPeer;
import io.weir.benchmarks.run.Folders;
import io.weir.benchmarks.run.JavaOptions;
import io.weir.benchmarks.run.ScriptReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the same query with more and more of something, each time in a process of its own. */
@Command(
        name = "growth",
        description = {
            "Measures how speed changes with the number of keys (uniform and Zipf 0.99), with state as a multiple of the cache,",
            "with the overlap of windows, and with parallelism."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class GrowthCommand implements Callable<Integer> {
    /** What Weir is compared with. */
    enum Peer {
        FLINK,
        NONE
    }

    @Option(
            names = "--axes",
            split = ",",
            paramLabel = "A",
            description = "Of ${COMPLETION-CANDIDATES}; all of them if not given.")
    private List<Axis> axes = List.of(Axis.values());

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Of each run at most; at least two for each key (default: ${DEFAULT-VALUE}).")
    private long rows = 40_000_000;

    @Option(
            names = "--max-keys",
            paramLabel = "N",
            description = "Where the axis of keys ends, which begins with 100000 (default: ${DEFAULT-VALUE}).")
    private long mostKeys = 100_000_000;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Of each run at most: the rows that came in this time count (default: ${DEFAULT-VALUE}).")
    private long seconds = 8;

    @Option(names = "--peer", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Peer peer = Peer.NONE;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "MS",
            description = "With RocksDB; 0 for no checkpoints (default: ${DEFAULT-VALUE}).")
    private long checkpointMillis = 10_000;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ReportFiles files = new ReportFiles();

    private static final long MILLIS_PER_SECOND = 1000;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        FlinkPeer flink = peer == Peer.FLINK ? FlinkPeer.prepare(out) : null;
        Path folder = Files.createTempDirectory("weir-bench-");
        List<GrowthFigures> all = new ArrayList<>();
        boolean isSound = true;
        try {
            for (Axis axis : axes) {
                out.println(GrowthTable.header(axis.title()));
                for (GrowthCase given : GrowthCases.of(
                        axis,
                        rows,
                        seconds * MILLIS_PER_SECOND,
                        mostKeys,
                        engine.parallelism(),
                        engine.heapMegabytes())) {
                    try {
                        GrowthFigures figures = measure(given, flink, folder.resolve("run"));
                        all.add(figures);
                        out.println(GrowthTable.line(figures));
                    } catch (ChildProcess.RunFailure e) {
                        isSound = false;
                        out.println(given.place() + " " + given.series() + ": " + e.getMessage());
                    }
                }
            }
        } finally {
            Folders.delete(folder);
        }
        files.writeJson(all);
        files.writeChart(() -> GrowthChart.svg(all));
        return isSound ? 0 : 1;
    }

    private GrowthFigures measure(GrowthCase given, @Nullable FlinkPeer flink, Path folder)
            throws IOException, InterruptedException {
        ScriptReport weir = run(JavaOptions.weir(given.heapMegabytes(), WeirScriptRun.class, List.of()), given, folder);
        return new GrowthFigures(given, weir, flink == null ? null : flink(given, flink, folder));
    }

    /** Null if it failed: what Weir gave counts nevertheless. */
    private @Nullable ScriptReport flink(GrowthCase given, FlinkPeer flink, Path folder)
            throws IOException, InterruptedException {
        try {
            return run(flink.process(given.heapMegabytes(), "FlinkScriptRun"), given, folder);
        } catch (ChildProcess.RunFailure e) {
            out.println(given.place() + " " + given.series() + ", Flink: " + e.getMessage());
            return null;
        }
    }

    private ScriptReport run(ChildProcess process, GrowthCase given, Path folder)
            throws IOException, InterruptedException {
        long interval = engine.isRocksDb() ? checkpointMillis : 0;
        try {
            return process.run(
                    given.request(engine.settings(interval, given.parallelism(), folder)),
                    folder,
                    ScriptReport.class,
                    engine.limit());
        } finally {
            Folders.delete(folder);
        }
    }
}
