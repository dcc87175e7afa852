package io.weir.benchmarks.kafka;

import io.weir.benchmarks.kafka.KafkaFigures.EngineFigures;
import io.weir.benchmarks.report.Quantity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The figures for people, a line for each query. */
final class KafkaTable {
    private static final String ENGINE = "%10s %9s %9s %9s %4s";

    private KafkaTable() {}

    static String header() {
        String columns = String.format(Locale.ROOT, ENGINE, "events/s", "CPU s/M", "broker", "B/event", "chk");
        return String.format(
                Locale.ROOT,
                "%-5s %8s %9s |%s |%s | ratio  CPU ratio  results",
                "query",
                "events",
                "rows",
                columns,
                columns);
    }

    static String line(KafkaFigures figures) {
        long rows = figures.weir().runs().get(0).result().totals().netRows();
        return String.format(
                Locale.ROOT,
                "%-5s %8s %9s |%s |%s | %5s %10s  %s",
                figures.query(),
                Quantity.count((double) figures.events()),
                Quantity.count((double) rows),
                engine(figures, figures.weir()),
                engine(figures, figures.peer()),
                ratio(figures, figures.ratio()),
                ratio(figures, figures.cpuRatio()),
                figures.peer() == null ? "-" : figures.resultsEqual() ? "equal" : "DIFFERENT");
    }

    private static String ratio(KafkaFigures figures, double ratio) {
        return figures.peer() == null ? "-" : String.format(Locale.ROOT, "%.1f", ratio);
    }

    private static String engine(KafkaFigures figures, @Nullable EngineFigures engine) {
        if (engine == null) {
            return String.format(Locale.ROOT, ENGINE, "-", "-", "-", "-", "-");
        }
        KafkaReport last = engine.runs().get(engine.runs().size() - 1).report();
        return String.format(
                Locale.ROOT,
                ENGINE,
                Quantity.count(engine.eventsPerSecond()),
                String.format(Locale.ROOT, "%.3f", engine.cpuSecondsPerMillion()),
                String.format(Locale.ROOT, "%.3f", engine.brokerCpuSecondsPerMillion()),
                String.format(Locale.ROOT, "%.0f", (double) last.usage().allocatedBytes() / figures.events()),
                last.checkpoints().size());
    }
}
