package io.weir.benchmarks.latency;

import io.weir.benchmarks.report.Quantity;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import java.util.Locale;

/** The figures for people, a line for each load. */
final class LatencyTable {
    private static final double PERCENT = 100;

    private LatencyTable() {}

    static String header() {
        return String.format(
                Locale.ROOT,
                "%-6s %-6s %5s %9s | %8s %8s %8s %8s %8s ms | %6s %6s %4s %7s",
                "query",
                "engine",
                "load",
                "events/s",
                "p50",
                "p90",
                "p99",
                "p99.9",
                "max",
                "CPU",
                "GC ms",
                "chk",
                "max ms");
    }

    static String line(String query, String engine, LatencyReport.Load load) {
        return String.format(
                Locale.ROOT,
                "%-6s %-6s %4.0f%% %9s | %8.2f %8.2f %8.2f %8.2f %8.2f    | %5.0f%% %6d %4d %7d",
                query,
                engine,
                load.share() * PERCENT,
                Quantity.count(load.eventsPerSecond()),
                load.millisOf(0.5),
                load.millisOf(0.9),
                load.millisOf(0.99),
                load.millisOf(0.999),
                load.millisOf(1.0),
                load.cpuShare() * PERCENT,
                load.longestCollectionMillis(),
                load.checkpoints().size(),
                load.checkpoints().stream()
                        .mapToLong(Checkpoint::durationMillis)
                        .max()
                        .orElse(0));
    }
}
