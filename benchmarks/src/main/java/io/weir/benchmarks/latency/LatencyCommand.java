package io.weir.benchmarks.latency;

import io.weir.benchmarks.engine.WeirLatencyRun;
import io.weir.benchmarks.report.Quantity;
import io.weir.benchmarks.report.ReportFiles;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.EngineOptions;
import io.weir.benchmarks.run.FlinkPeer;
import io.weir.benchmarks.run.Folders;
import io.weir.benchmarks.run.JavaOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures latencies, a process for each query and engine. */
@Command(
        name = "latency",
        description = {
            "Measures how long events take from when they were to be emitted to the sink.",
            "First the greatest throughput, then shares of it, in one process; events keep their times when the engine stalls."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LatencyCommand implements Callable<Integer> {
    /** What Weir is compared with. */
    enum Peer {
        FLINK,
        NONE
    }

    @Option(
            names = "--queries",
            split = ",",
            paramLabel = "Q",
            description = "Of q0, q1, count; all of them if not given.")
    private List<String> queries = LatencyQuery.names();

    @Option(names = "--peer", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Peer peer = Peer.NONE;

    @Option(
            names = "--shares",
            split = ",",
            paramLabel = "S",
            description = "Of the greatest throughput (default: 0.1,0.5,0.9).")
    private List<Double> shares = List.of(0.1, 0.5, 0.9);

    @Option(names = "--seconds", paramLabel = "S", description = "Of each run, measured (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "Of each run, before the measured part (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds = 5;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "MS",
            description = "0 for no checkpoints (default: ${DEFAULT-VALUE}).")
    private long checkpointMillis = 1000;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ReportFiles files = new ReportFiles();

    @Option(
            names = "--profile",
            paramLabel = "FOLDER",
            description = "Records Weir's runs with JDK Flight Recorder, into this folder.")
    private @Nullable Path profile;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        queries.forEach(LatencyQuery::of); // so that a wrong name is told at once
        FlinkPeer flink = peer == Peer.FLINK ? FlinkPeer.prepare(out) : null;
        Path folder = Files.createTempDirectory("weir-bench-");
        List<LatencyFigures> all = new ArrayList<>();
        boolean isSound = true;
        out.println(LatencyTable.header());
        try {
            for (String query : queries) {
                isSound &= measure(query, "weir", weir(query), folder.resolve(query + "-weir"), all);
                if (flink != null) {
                    ChildProcess process = flink.process(engine.heapMegabytes(), "FlinkLatencyRun");
                    isSound &= measure(query, "flink", process, folder.resolve(query + "-flink"), all);
                }
            }
        } finally {
            Folders.delete(folder);
        }
        files.writeJson(all);
        files.writeChart(() -> LatencyChart.svg(all));
        return isSound ? 0 : 1;
    }

    private boolean measure(String query, String name, ChildProcess process, Path folder, List<LatencyFigures> all)
            throws IOException, InterruptedException {
        LatencyRequest request =
                new LatencyRequest(query, warmUpSeconds, seconds, shares, engine.settings(checkpointMillis, folder));
        Duration planned = Duration.ofSeconds((shares.size() + 1L) * (warmUpSeconds + seconds));
        try {
            LatencyReport report = process.run(request, folder, LatencyReport.class, planned.plus(engine.limit()));
            all.add(new LatencyFigures(query, name, report));
            out.printf("%-6s %-6s  most %9s%n", query, name, Quantity.count(report.greatestEventsPerSecond()));
            report.loads().forEach(load -> out.println(LatencyTable.line(query, name, load)));
            return true;
        } catch (ChildProcess.RunFailure e) {
            out.println(query + " " + name + ": " + e.getMessage());
            return false;
        } finally {
            Folders.delete(folder);
        }
    }

    private ChildProcess weir(String query) throws IOException {
        return JavaOptions.weir(engine.heapMegabytes(), WeirLatencyRun.class, JavaOptions.recording(profile, query));
    }
}
