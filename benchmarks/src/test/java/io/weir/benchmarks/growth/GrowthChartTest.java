package io.weir.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.ScriptReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GrowthChartTest {
    private static final Pattern LEGEND = Pattern.compile(
            "h40\" fill=\"none\" stroke=\"([^\"]*)\" stroke-width=\"2\" stroke-dasharray=\"([^\"]*)\"/>\n"
                    + "<text [^>]*>([^<]*)<");

    @Test
    void linesOfTheLegendDifferInColourAndThoseOfAnEngineInDashes() {
        List<GrowthFigures> figures = new ArrayList<>();
        for (GrowthCase.Axis axis : GrowthCase.Axis.values()) {
            for (GrowthCase given : GrowthCases.of(axis, 4_000_000, 8000, 10_000_000, 2, 4096)) {
                double seconds = 1 + figures.size() % 5 * 0.2;
                figures.add(new GrowthFigures(given, report(seconds), report(seconds * 7)));
            }
        }
        List<String> colours = new ArrayList<>();
        List<String> dashesOfWeir = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Matcher entries = LEGEND.matcher(GrowthChart.svg(figures));
        while (entries.find()) {
            colours.add(entries.group(1));
            names.add(entries.group(3));
            if (entries.group(3).startsWith("weir")) {
                dashesOfWeir.add(entries.group(2));
            }
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "weir, uniform",
                        "weir, zipf",
                        "weir, hopping windows",
                        "flink, uniform",
                        "flink, zipf",
                        "flink, hopping windows");
        assertThat(new HashSet<>(colours)).hasSameSizeAs(colours);
        assertThat(new HashSet<>(dashesOfWeir)).hasSameSizeAs(dashesOfWeir);
    }

    private static ScriptReport report(double seconds) {
        Totals none = new Totals(0, 0, 0);
        return new ScriptReport(10_000_000, new RunReport(none, none, seconds, seconds, 0, 0, List.of()));
    }
}
