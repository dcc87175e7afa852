package io.weir.benchmarks.nexmark;

import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.Folders;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs queries, engine by engine and round by round, each time in a process of its own. */
@Command(
        name = "nexmark",
        description = "Runs the queries of the Nexmark benchmark.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class NexmarkCommand implements Callable<Integer> {
    private static final Duration RUN_SLACK = Duration.ofSeconds(5);
    private static final long MEGABYTE = 1 << 20;

    /** Where state is kept. */
    enum State {
        ROCKSDB,
        HASHMAP
    }

    /** What Weir is compared with. */
    enum Peer {
        FLINK,
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

    @Option(names = "--state", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private State state = State.ROCKSDB;

    @Option(names = "--peer", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Peer peer = Peer.NONE;

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
            names = "--checkpoint-interval",
            paramLabel = "MS",
            description = "With RocksDB; 0 for no checkpoints (default: ${DEFAULT-VALUE}).")
    private long checkpointMillis = 10_000;

    @Option(
            names = "--limit",
            paramLabel = "S",
            description = "A run that takes longer is ended, and counts as failed (default: ${DEFAULT-VALUE}).")
    private long limitSeconds = 120;

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
        out.println(ReportTable.header(peer == Peer.FLINK));
        try {
            for (NexmarkQuery query : chosen) {
                QueryFigures figures = measure(query, flink, folder);
                all.add(figures);
                out.println(ReportTable.line(figures, peer == Peer.FLINK));
                figures.problems().forEach(problem -> out.println("     " + problem.replace("\n", "\n     ")));
            }
        } finally {
            Folders.delete(folder);
        }
        ReportTable.summary(all).forEach(out::println);
        if (json != null) {
            Files.writeString(
                    json,
                    ReportJson.text(all, state.name().toLowerCase(Locale.ROOT), parallelism),
                    StandardCharsets.UTF_8);
        }
        if (chart != null) {
            String title = "Nexmark, events per second: Weir" + (peer == Peer.FLINK ? " (dark) and Flink (light)" : "")
                    + ", " + state.name().toLowerCase(Locale.ROOT) + " state, parallelism " + parallelism;
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
            if (flink != null && query.hasPeer()) {
                Path theirs = folder.resolve(query.name() + "-flink-" + round);
                try {
                    figures.addPeer(run(flink.process(heapMegabytes), query, figures.events(), theirs));
                } catch (ChildProcess.RunFailure e) {
                    figures.addProblem("flink: " + e.getMessage());
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

    private RunReport run(ChildProcess process, NexmarkQuery query, long eventCount, Path folder)
            throws IOException, InterruptedException {
        RunRequest request = new RunRequest(
                query.name(),
                state.name().toLowerCase(Locale.ROOT),
                eventCount,
                Math.min(checkEvents, eventCount),
                eventRate,
                parallelism,
                stateMegabytes * MEGABYTE,
                state == State.ROCKSDB ? checkpointMillis : 0,
                folder.toString());
        return process.run(request, Duration.ofSeconds(limitSeconds).plus(RUN_SLACK));
    }

    private ChildProcess weir(String query, int round) throws IOException {
        List<String> options = new ArrayList<>(JavaOptions.of(heapMegabytes));
        if (profile != null && round == 0) {
            Files.createDirectories(profile);
            options.add("-XX:StartFlightRecording=settings=profile,filename="
                    + profile.resolve(query + ".jfr").toAbsolutePath());
            options.add("-Xlog:jfr*=off");
        }
        options.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return new ChildProcess(options, "io.weir.benchmarks.engine.WeirRun");
    }
}
