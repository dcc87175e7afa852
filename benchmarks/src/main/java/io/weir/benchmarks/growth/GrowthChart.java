package io.weir.benchmarks.growth;

import io.weir.benchmarks.report.LineChart;
import io.weir.benchmarks.report.LineChart.Line;
import io.weir.benchmarks.report.LineChart.Panel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The figures as a picture: a panel for each axis, a line for each series and engine, each with a colour and dashes of its own. */
final class GrowthChart {
    private static final List<String> DASHES = List.of("", "8 3", "2 3", "9 3 2 3");

    private GrowthChart() {}

    static String svg(List<GrowthFigures> all) {
        List<String> series =
                all.stream().map(figures -> figures.given().series()).distinct().toList();
        List<Panel> panels = all.stream()
                .map(figures -> figures.given().axis())
                .distinct()
                .map(axis -> panel(
                        axis,
                        all.stream()
                                .filter(figures -> figures.given().axis() == axis)
                                .toList(),
                        series))
                .toList();
        return LineChart.svg("Rows per second", "/s", panels);
    }

    private static Panel panel(GrowthCase.Axis axis, List<GrowthFigures> figures, List<String> allSeries) {
        List<String> places =
                figures.stream().map(each -> each.given().place()).distinct().toList();
        List<String> series =
                figures.stream().map(each -> each.given().series()).distinct().toList();
        List<Line> lines = new ArrayList<>();
        for (String name : series) {
            // By its place among the series of all panels, which share a legend.
            int place = allSeries.indexOf(name);
            lines.add(line(
                    "weir, " + name,
                    LineChart.weir(place),
                    DASHES.get(place % DASHES.size()),
                    name,
                    places,
                    figures,
                    GrowthFigures::weirRowsPerSecond));
            if (figures.stream().anyMatch(each -> each.peer() != null)) {
                lines.add(line(
                        "flink, " + name,
                        LineChart.peer(place),
                        DASHES.get(place % DASHES.size()),
                        name,
                        places,
                        figures,
                        GrowthFigures::peerRowsPerSecond));
            }
        }
        return new Panel(axis.title(), places, lines);
    }

    private static Line line(
            String name,
            String colour,
            String dashes,
            String series,
            List<String> places,
            List<GrowthFigures> figures,
            ToDoubleFunction<GrowthFigures> value) {
        List<Double> values = places.stream()
                .map(place -> figures.stream()
                        .filter(each -> each.given().place().equals(place)
                                && each.given().series().equals(series))
                        .mapToDouble(value)
                        .findFirst()
                        .orElse(Double.NaN))
                .toList();
        return new Line(name, colour, dashes, values);
    }
}
