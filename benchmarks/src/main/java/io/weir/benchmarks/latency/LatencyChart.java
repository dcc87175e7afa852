package io.weir.benchmarks.latency;

import io.weir.benchmarks.report.LineChart;
import io.weir.benchmarks.report.LineChart.Line;
import io.weir.benchmarks.report.LineChart.Panel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as a picture: a panel for each query, a line for each engine and load, from the median to the greatest. */
final class LatencyChart {
    private static final List<String> PLACES = List.of("p50", "p90", "p99", "p99.9", "p99.99", "max");
    private static final List<String> DASHES = List.of("2 3", "7 3", "", "12 2 2 2");
    private static final double LEAST_MILLIS = 0.001;

    private LatencyChart() {}

    static String svg(List<LatencyFigures> all) {
        List<Panel> panels = all.stream()
                .map(LatencyFigures::query)
                .distinct()
                .map(query -> new Panel(query, PLACES, lines(query, all)))
                .toList();
        return LineChart.svg("Latency by share of the greatest throughput", "ms", panels);
    }

    private static List<Line> lines(String query, List<LatencyFigures> all) {
        List<Line> lines = new ArrayList<>();
        for (LatencyFigures figures : all) {
            if (!figures.query().equals(query)) {
                continue;
            }
            String colour = figures.engine().equals("weir") ? LineChart.WEIR : LineChart.PEER;
            List<LatencyReport.Load> loads = figures.report().loads();
            for (int i = 0; i < loads.size(); i++) {
                lines.add(new Line(
                        String.format(
                                Locale.ROOT,
                                "%s, %.0f %%",
                                figures.engine(),
                                100 * loads.get(i).share()),
                        colour,
                        DASHES.get(i % DASHES.size()),
                        loads.get(i).millis().stream()
                                .map(millis -> Math.max(LEAST_MILLIS, millis))
                                .toList()));
            }
        }
        return lines;
    }
}
