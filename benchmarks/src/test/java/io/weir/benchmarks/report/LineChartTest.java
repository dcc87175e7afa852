package io.weir.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.report.LineChart.Line;
import io.weir.benchmarks.report.LineChart.Panel;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineChartTest {
    @Test
    void heightIsTheLogarithmAndAMissingValueBreaksTheLine() {
        Line line = new Line("Weir & co", "#000", "", List.of(1.0, 100.0, Double.NaN, 10.0));
        String svg = LineChart.svg("title", "ms", List.of(new Panel("q0", List.of("a", "b", "c", "d"), List.of(line))));
        assertThat(svg)
                .startsWith("<svg")
                .contains(">Weir &amp; co<", ">1 ms<", ">10 ms<", ">100 ms<")
                .contains("d=\"M90 300L163 60M310 180\"");
    }
}
