package io.weir.benchmarks.kafka;

import io.weir.benchmarks.engine.WeirKafkaRun;
import io.weir.benchmarks.kafka.KafkaFigures.EngineFigures;
import io.weir.benchmarks.kafka.KafkaFigures.Run;
import io.weir.benchmarks.kafka.KafkaRequest.Topics;
import io.weir.benchmarks.nexmark.NexmarkQuery;
import io.weir.benchmarks.report.ReportFiles;
import io.weir.benchmarks.run.BusiestMethods;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.EngineOptions;
import io.weir.benchmarks.run.FlinkPeer;
import io.weir.benchmarks.run.Folders;
import io.weir.benchmarks.run.JavaOptions;
import io.weir.connector.kafka.KafkaBroker;
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

/** Runs queries from topics to topics, engine by engine and round by round, each time in a process of its own. */
@Command(
        name = "kafka",
        description = "Runs Nexmark queries from Kafka to Kafka: JSON in, JSON out, exactly once, on a local broker.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class KafkaCommand implements Callable<Integer> {
    private static final List<String> BROKER_OPTIONS = List.of("-Xmx1g", "-XX:+UseParallelGC");

    /** What Weir is compared with. */
    enum Peer {
        FLINK,
        NONE
    }

    @Option(names = "--queries", split = ",", paramLabel = "Q", description = "For example q1,q4 (the default).")
    private List<String> queries = List.of("q1", "q4");

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "Events of all types in the topics (default: ${DEFAULT-VALUE}).")
    private long events = 5_000_000;

    @Option(
            names = "--warm-up-events",
            paramLabel = "N",
            description = "Events of the run before (default: ${DEFAULT-VALUE}).")
    private long warmUpEvents = 500_000;

    @Option(
            names = "--event-rate",
            paramLabel = "N",
            description = "Events per second of event time (default: ${DEFAULT-VALUE}).")
    private long eventRate = 1_000_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each engine (default: ${DEFAULT-VALUE}).")
    private int rounds = 1;

    @Option(names = "--peer", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Peer peer = Peer.NONE;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "MS",
            description = "Which is how often results are committed (default: ${DEFAULT-VALUE}).")
    private long checkpointMillis = 10_000;

    @Option(
            names = "--compression",
            paramLabel = "TYPE",
            description = "Of the results of both engines, none or lz4 for example (default: ${DEFAULT-VALUE}).")
    private String compression = "none";

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ReportFiles files = new ReportFiles();

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
        List<KafkaFigures> all = new ArrayList<>();
        boolean isSound = true;
        Files.createDirectories(folder.resolve("broker"));
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"), BROKER_OPTIONS)) {
            out.println("Writing " + events + " events into topics");
            EventTopics.fill(broker, "warm-up", warmUpEvents, eventRate, engine, folder.resolve("fill-warm-up"));
            EventTopics.fill(broker, "measured", events, eventRate, engine, folder.resolve("fill-measured"));
            out.println(KafkaTable.header());
            for (NexmarkQuery query : chosen) {
                try {
                    KafkaFigures figures = measure(query, broker, flink, folder);
                    all.add(figures);
                    isSound &= figures.resultsEqual();
                    out.println(KafkaTable.line(figures));
                } catch (ChildProcess.RunFailure e) {
                    out.println(query.name() + ": " + e.getMessage());
                    isSound = false;
                }
                if (profile != null) {
                    BusiestMethods.of(profile.resolve(query.name() + ".jfr"), "weir-")
                            .forEach(line -> out.println("     " + line));
                }
            }
        } finally {
            Folders.delete(folder);
        }
        files.writeJson(all);
        return isSound ? 0 : 1;
    }

    private KafkaFigures measure(NexmarkQuery query, KafkaBroker broker, @Nullable FlinkPeer flink, Path folder)
            throws IOException, InterruptedException {
        List<Run> ours = new ArrayList<>();
        List<Run> theirs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ChildProcess weir = JavaOptions.weir(
                    engine.heapMegabytes(),
                    WeirKafkaRun.class,
                    JavaOptions.recording(round == 0 ? profile : null, query.name()));
            ours.add(run(weir, query, broker, query.name() + "-weir-" + round, folder));
            if (flink != null) {
                ChildProcess process = flink.process(engine.heapMegabytes(), "FlinkKafkaRun");
                theirs.add(run(process, query, broker, query.name() + "-flink-" + round, folder));
            }
        }
        long count = TopicResult.recordCount(broker.bootstrapServers(), KafkaScript.inputs(query, "measured"));
        return new KafkaFigures(
                query.name(),
                count,
                EngineFigures.of(count, ours),
                theirs.isEmpty() ? null : EngineFigures.of(count, theirs));
    }

    private Run run(ChildProcess process, NexmarkQuery query, KafkaBroker broker, String name, Path folder)
            throws IOException, InterruptedException {
        Topics warmUp = new Topics("warm-up", name + "-warm-up");
        Topics measured = new Topics("measured", name);
        broker.createTopic(warmUp.output(), EventTopics.PARTITIONS);
        broker.createTopic(measured.output(), EventTopics.PARTITIONS);
        Path own = folder.resolve(name);
        KafkaRequest request = new KafkaRequest(
                query.name(),
                new KafkaRequest.Broker(broker.bootstrapServers(), broker.processId()),
                compression,
                warmUp,
                measured,
                engine.settings(checkpointMillis, own));
        try {
            KafkaReport report = process.run(request, own, KafkaReport.class, engine.limit());
            return new Run(report, TopicResult.read(broker.bootstrapServers(), measured.output()));
        } finally {
            Folders.delete(own);
        }
    }
}
