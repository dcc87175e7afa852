package io.weir.benchmarks.check;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            "Ends with 1 if there is one. What is expected is committed, and written anew by --update."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CheckCommand implements Callable<Integer> {
    private static final int PERCENT = 100;
    private static final long EVENT_RATE = 1_000_000;

    @Option(
            names = "--queries",
            split = ",",
            paramLabel = "Q",
            description = "Of Nexmark (default: q0,q4,q5,q7,q9,q17,q18,q20,q21,count).")
    private List<String> queries = List.of("q0", "q4", "q5", "q7", "q9", "q17", "q18", "q20", "q21", "count");

    @Option(names = "--events", paramLabel = "N", description = "Of each run (default: ${DEFAULT-VALUE}).")
    private long events = 2_000_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Of which the least counts (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

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
        int slower = 0;
        out.printf("%-6s %9s %9s %9s%n", "query", "CPU s", "ratio", "change");
        try {
            for (String name : queries) {
                double ratio = measure(NexmarkQuery.of(name), folder.resolve(name));
                OptionalDouble growth = expected.growth(name, ratio);
                boolean isSlower = growth.orElse(0) * PERCENT > tolerancePercent;
                slower += isSlower ? 1 : 0;
                out.println((growth.isPresent()
                                ? String.format(Locale.ROOT, " %+8.1f%%", growth.getAsDouble() * PERCENT)
                                : "   unknown")
                        + (isSlower ? "  SLOWER" : ""));
                if (isUpdating) {
                    expected.byQuery().put(name, ratio);
                }
            }
        } finally {
            Folders.delete(folder);
        }
        if (isUpdating) {
            expected.write(file);
            return 0;
        }
        if (slower > 0) {
            out.printf("WARNING: %d queries take over %.0f %% longer than expected%n", slower, tolerancePercent);
        }
        return slower > 0 ? 1 : 0;
    }

    /** The least ratio of all rounds; what disturbs a run makes it longer, and the reference beside it too. */
    private double measure(NexmarkQuery query, Path folder) throws IOException, InterruptedException {
        List<Double> ratios = new ArrayList<>();
        double least = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            double reference = reference(folder.resolve("reference"));
            double weir = weir(query, folder.resolve("weir"));
            ratios.add(weir / reference);
            least = Math.min(least, weir);
        }
        double ratio = ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        out.printf(Locale.ROOT, "%-6s %9.2f %9.3f", query.name(), least, ratio);
        return ratio;
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
        RunRequest request =
                new RunRequest(query.name(), events, events, EVENT_RATE, false, engine.settings(0, folder));
        try {
            return JavaOptions.weir(engine.heapMegabytes(), WeirRun.class, List.of())
                    .run(request, folder, RunReport.class, engine.limit())
                    .cpuSeconds();
        } finally {
            Folders.delete(folder);
        }
    }
}
