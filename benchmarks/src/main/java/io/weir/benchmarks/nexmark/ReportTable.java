package io.weir.benchmarks.nexmark;

import io.weir.benchmarks.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures for people, a line for each query. */
final class ReportTable {
    private static final String ENGINE = "%10s %9s %8s %7s %5s %9s";

    private ReportTable() {}

    static String header(boolean hasPeer) {
        String columns =
                String.format(Locale.ROOT, ENGINE, "events/s", "CPU s/M", "B/event", "RSS GB", "chk", "last MB");
        return String.format(Locale.ROOT, "%-5s %8s |%s", "query", "events", columns)
                + (hasPeer ? " |" + columns + " | ratio  CPU ratio  results" : "");
    }

    static String line(QueryFigures figures, boolean hasPeer) {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-5s %8s |", figures.query().name(), count((double) figures.events())));
        line.append(engine(figures, figures.weir()));
        if (hasPeer) {
            line.append(" |").append(engine(figures, figures.peer())).append(" |");
            line.append(
                    figures.hasRatio()
                            ? String.format(Locale.ROOT, " %5.1f %10.1f  ", figures.ratio(), figures.cpuRatio())
                            : String.format(" %5s %10s  ", "-", "-"));
            Boolean equal = figures.resultsEqual();
            line.append(equal == null ? "-" : equal ? "equal" : "DIFFERENT");
        }
        return line.toString();
    }

    private static String engine(QueryFigures figures, List<RunReport> runs) {
        if (runs.isEmpty()) {
            return String.format(Locale.ROOT, ENGINE, "-", "-", "-", "-", "-", "-");
        }
        List<RunReport.Checkpoint> checkpoints = runs.get(runs.size() - 1).checkpoints();
        return String.format(
                Locale.ROOT,
                ENGINE,
                count(figures.eventsPerSecond(runs)),
                String.format(Locale.ROOT, "%.3f", figures.cpuSecondsPerMillion(runs)),
                String.format(Locale.ROOT, "%.0f", figures.bytesPerEvent(runs)),
                String.format(Locale.ROOT, "%.2f", figures.peakResidentGigabytes(runs)),
                checkpoints.size(),
                checkpoints.isEmpty()
                        ? "-"
                        : String.format(
                                Locale.ROOT,
                                "%.1f",
                                checkpoints.get(checkpoints.size() - 1).bytes() / 1e6));
    }

    static List<String> summary(List<QueryFigures> all) {
        List<QueryFigures> compared =
                all.stream().filter(QueryFigures::hasRatio).toList();
        List<String> lines = new ArrayList<>();
        if (!compared.isEmpty()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "geometric mean over %d queries: %.1f times the events per second, 1/%.1f of the processor time",
                    compared.size(),
                    geometricMean(compared, QueryFigures::ratio),
                    geometricMean(compared, QueryFigures::cpuRatio)));
        }
        return lines;
    }

    static double geometricMean(List<QueryFigures> all, ToDoubleFunction<QueryFigures> figure) {
        return Math.exp(all.stream()
                .mapToDouble(figures -> Math.log(figure.applyAsDouble(figures)))
                .average()
                .orElse(0));
    }

    private static String count(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.2fM", value / 1e6);
        }
        return String.format(Locale.ROOT, "%.0fK", value / 1e3);
    }
}
