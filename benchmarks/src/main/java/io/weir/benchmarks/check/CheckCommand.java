package io.weir.benchmarks.check;

import static java.util.Objects.requireNonNull;

import io.weir.benchmarks.engine.WeirRun;
import io.weir.benchmarks.nexmark.NexmarkQuery;
import io.weir.benchmarks.run.EngineOptions;
import io.weir.benchmarks.run.Folders;
import io.weir.benchmarks.run.JavaOptions;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs queries and the reference in turns, and compares their ratios with those expected. */
@Command(
        name = "check",
        description = {
            "Warns of queries that have become slower: by processor time, as a multiple of that of a fixed computation in the same run.",
            "The least of some rounds counts; what came out slower is measured again before it is believed.",
            "Ends with 1 if there is one. What is expected is committed, and written anew by --update."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CheckCommand implements Callable<Integer> {
    private static final int PERCENT = 100;
    private static final long EVENT_RATE = 1_000_000;
    /** Compilers are part of the time measured; most of what they do is done by then. */
    private static final long WARM_UP_EVENTS = 1_000_000;

    @Option(
            names = "--queries",
            split = ",",
            paramLabel = "Q",
            description = "Of Nexmark (default: q0,q4,q5,q7,q9,q17,q18,q20,q21,count).")
    private List<String> queries = List.of("q0", "q4", "q5", "q7", "q9", "q17", "q18", "q20", "q21", "count");

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Of which the least counts (default: ${DEFAULT-VALUE}).")
    private int rounds = 2;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description =
                    "Rounds more, at most, of queries that came out slower, and of all with --update (default: ${DEFAULT-VALUE}).")
    private int repeats = 3;

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            description = "More than this is warned of (default: ${DEFAULT-VALUE}).")
    private double tolerancePercent = 10;

    @Option(
            names = "--expected",
            paramLabel = "FILE",
            description = "The ratios expected (default: benchmarks/expected-ratios.json).")
    private @Nullable Path expectedFile;

    @Option(names = "--update", description = "Writes the ratios measured as those expected.")
    private boolean isUpdating;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = expectedFile == null
                ? Path.of(System.getProperty("weir.home", ".")).resolve("benchmarks/expected-ratios.json")
                : expectedFile;
        Ratios expected = Ratios.read(file);
        Path folder = Files.createTempDirectory("weir-bench-");
        Map<String, Measured> all = new LinkedHashMap<>();
        Measured reference = new Measured();
        queries.forEach(query -> all.put(query, new Measured()));
        try {
            for (int round = 0; round < rounds + repeats; round++) {
                for (String query : queries) {
                    Measured measured = requireNonNull(all.get(query));
                    if (round < rounds || isUpdating || isSlower(expected, query, measured, reference)) {
                        reference.add(reference(folder.resolve("reference")));
                        measured.add(weir(NexmarkQuery.of(query), folder.resolve("weir")));
                    }
                }
            }
        } finally {
            Folders.delete(folder);
        }
        out.printf("%-6s %9s %9s %9s %6s%n", "query", "CPU s", "ratio", "change", "rounds");
        all.forEach((query, measured) -> out.println(line(expected, query, measured, reference)));
        if (isUpdating) {
            all.forEach((query, measured) -> expected.byQuery().put(query, measured.ratio(reference)));
            expected.write(file);
            return 0;
        }
        long slower = queries.stream()
                .filter(query -> isSlower(expected, query, requireNonNull(all.get(query)), reference))
                .count();
        if (slower > 0) {
            out.printf("WARNING: %d queries take over %.0f %% longer than expected%n", slower, tolerancePercent);
        }
        return slower > 0 ? 1 : 0;
    }

    private boolean isSlower(Ratios expected, String query, Measured measured, Measured reference) {
        return expected.growth(query, measured.ratio(reference)).orElse(0) * PERCENT > tolerancePercent;
    }

    private String line(Ratios expected, String query, Measured measured, Measured reference) {
        double ratio = measured.ratio(reference);
        OptionalDouble growth = expected.growth(query, ratio);
        return String.format(
                Locale.ROOT,
                "%-6s %9.2f %9.3f %9s %6d%s",
                query,
                measured.leastCpuSeconds(),
                ratio,
                growth.isPresent() ? String.format(Locale.ROOT, "%+.1f%%", growth.getAsDouble() * PERCENT) : "unknown",
                measured.rounds(),
                isSlower(expected, query, measured, reference) ? "  SLOWER" : "");
    }

    private double reference(Path folder) throws IOException, InterruptedException {
        try {
            return JavaOptions.weir(engine.heapMegabytes(), ReferenceRun.class, List.of())
                    .run(
                            new ReferenceRun.Request(engine.parallelism()),
                            folder,
                            ReferenceRun.Report.class,
                            engine.limit())
                    .cpuSeconds();
        } finally {
            Folders.delete(folder);
        }
    }

    private double weir(NexmarkQuery query, Path folder) throws IOException, InterruptedException {
        RunRequest request = new RunRequest(
                query.name(),
                query.events(),
                Math.min(query.events(), WARM_UP_EVENTS),
                EVENT_RATE,
                false,
                engine.settings(0, folder));
        try {
            return JavaOptions.weir(engine.heapMegabytes(), WeirRun.class, List.of())
                    .run(request, folder, RunReport.class, engine.limit())
                    .cpuSeconds();
        } finally {
            Folders.delete(folder);
        }
    }
}
