package io.weir.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.run.RunReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportChartTest {
    private static RunReport run(double seconds) {
        Totals none = new Totals(0, 0, 0);
        return new RunReport(none, none, seconds, seconds, 0, 0, List.of());
    }

    @Test
    void aBarIsAsLongAsTheLogarithmOfTheSpeed() {
        QueryFigures figures = new QueryFigures(NexmarkQuery.of("count"), 1_000_000);
        figures.addWeir(run(1));
        figures.addPeer(run(10));
        String svg = ReportChart.svg(List.of(figures), "Weir & Flink");
        assertThat(svg)
                .startsWith("<svg")
                .contains("Weir &amp; Flink")
                .contains(">100K/s<", ">1M/s<", ">10.0 x<")
                .contains("width=\"560\" height=\"11\"", "width=\"1\" height=\"11\"");
    }
}
