package io.weir.benchmarks.nexmark;

import io.weir.benchmarks.duckdb.DuckRun;
import io.weir.benchmarks.engine.WeirRun;
import io.weir.benchmarks.run.BusiestMethods;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.EngineOptions;
import io.weir.benchmarks.run.FlinkPeer;
import io.weir.benchmarks.run.Folders;
import io.weir.benchmarks.run.JavaOptions;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs queries, engine by engine and round by round, each time in a process of its own. */
@Command(
        name = "nexmark",
        description = "Runs the queries of the Nexmark benchmark.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class NexmarkCommand implements Callable<Integer> {
    /** What Weir is compared with. */
    enum Peer {
        FLINK,
        /** Batches over tables in memory; Weir then reads its events from memory too. */
        DUCKDB,
        NONE
    }

    @Option(
            names = "--queries",
            split = ",",
            paramLabel = "Q",
            description = "For example q0,q4,count; all of them if not given.")
    private List<String> queries = NexmarkQuery.names();

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "Events of all types per run; 2 to 100 million, by query, if not given.")
    private long events;

    @Option(
            names = "--check-events",
            paramLabel = "N",
            description =
                    "Events of the run before, which warms up and whose results are compared (default: ${DEFAULT-VALUE}).")
    private long checkEvents = 1_000_000;

    @Option(
            names = "--event-rate",
            paramLabel = "N",
            description = "Events per second of event time in the measured run (default: ${DEFAULT-VALUE}).")
    private long eventRate = 1_000_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each engine (default: ${DEFAULT-VALUE}).")
    private int rounds = 1;

    @Option(names = "--peer", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Peer peer = Peer.NONE;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "MS",
            description = "With RocksDB; 0 for no checkpoints (default: ${DEFAULT-VALUE}).")
    private long checkpointMillis = 10_000;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures to this file.")
    private @Nullable Path json;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draws the events per second of all queries into this file (SVG).")
    private @Nullable Path chart;

    @Option(
            names = "--profile",
            paramLabel = "FOLDER",
            description =
                    "Records Weir's runs with JDK Flight Recorder, into this folder, and lists the busiest methods.")
    private @Nullable Path profile;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<NexmarkQuery> chosen = queries.stream().map(NexmarkQuery::of).toList();
        FlinkPeer flink = peer == Peer.FLINK ? FlinkPeer.prepare(out) : null;
        Path folder = Files.createTempDirectory("weir-bench-");
        List<QueryFigures> all = new ArrayList<>();
        out.println(ReportTable.header(peer != Peer.NONE));
        try {
            for (NexmarkQuery query : chosen) {
                QueryFigures figures = measure(query, flink, folder);
                all.add(figures);
                out.println(ReportTable.line(figures, peer != Peer.NONE));
                figures.problems().forEach(problem -> out.println("     " + problem.replace("\n", "\n     ")));
            }
        } finally {
            Folders.delete(folder);
        }
        ReportTable.summary(all).forEach(out::println);
        if (json != null) {
            Files.writeString(json, ReportJson.text(all, engine.state(), engine.parallelism()), StandardCharsets.UTF_8);
        }
        if (chart != null) {
            String title = "Nexmark, events per second: Weir"
                    + (peer == Peer.NONE ? "" : " (dark) and " + peerName() + " (light)") + ", " + engine.state()
                    + " state, parallelism " + engine.parallelism();
            Files.writeString(chart, ReportChart.svg(all, title), StandardCharsets.UTF_8);
        }
        return all.stream().allMatch(QueryFigures::isSound) ? 0 : 1;
    }

    private QueryFigures measure(NexmarkQuery query, @Nullable FlinkPeer flink, Path folder)
            throws IOException, InterruptedException {
        QueryFigures figures = new QueryFigures(query, events == 0 ? query.events() : events);
        for (int round = 0; round < rounds; round++) {
            Path own = folder.resolve(query.name() + "-weir-" + round);
            try {
                figures.addWeir(run(weir(query.name(), round), query, figures.events(), own));
            } catch (ChildProcess.RunFailure e) {
                figures.addProblem("weir: " + e.getMessage());
                return figures;
            } finally {
                Folders.delete(own);
            }
            ChildProcess other = peerProcess(query, flink);
            if (other != null) {
                Path theirs = folder.resolve(query.name() + "-peer-" + round);
                try {
                    figures.addPeer(run(other, query, figures.events(), theirs));
                } catch (ChildProcess.RunFailure e) {
                    figures.addProblem(peerName() + ": " + e.getMessage());
                    return figures;
                } finally {
                    Folders.delete(theirs);
                }
            }
        }
        if (profile != null) {
            figures.addProblems(BusiestMethods.of(profile.resolve(query.name() + ".jfr")));
        }
        return figures;
    }

    /** @return null if the peer cannot run the query, or there is none */
    private @Nullable ChildProcess peerProcess(NexmarkQuery query, @Nullable FlinkPeer flink) {
        if (flink != null) {
            return query.hasPeer() ? flink.process(engine.heapMegabytes(), "FlinkRun") : null;
        }
        return peer == Peer.DUCKDB && query.hasBatch()
                ? JavaOptions.weir(engine.heapMegabytes(), DuckRun.class, List.of())
                : null;
    }

    private String peerName() {
        return peer.name().toLowerCase(Locale.ROOT);
    }

    private RunReport run(ChildProcess process, NexmarkQuery query, long eventCount, Path folder)
            throws IOException, InterruptedException {
        RunRequest request = new RunRequest(
                query.name(),
                eventCount,
                Math.min(checkEvents, eventCount),
                eventRate,
                peer == Peer.DUCKDB,
                engine.settings(engine.isRocksDb() ? checkpointMillis : 0, folder));
        return process.run(request, engine.limit());
    }

    private ChildProcess weir(String query, int round) throws IOException {
        return JavaOptions.weir(
                engine.heapMegabytes(), WeirRun.class, JavaOptions.recording(round == 0 ? profile : null, query));
    }
}
