package io.weir.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StartFiguresTest {
    @Test
    void quantileIsTheLeastValueThatSoManyDoNotExceed() {
        List<Double> values =
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();
        assertThat(StartFigures.quantile(values, 0.5)).isEqualTo(50);
        assertThat(StartFigures.quantile(values, 0.99)).isEqualTo(99);
        assertThat(StartFigures.quantile(values, 1)).isEqualTo(100);
        assertThat(StartFigures.quantile(List.of(7.0), 0)).isEqualTo(7);
        assertThat(StartFigures.quantile(List.of(), 0.5)).isNaN();
    }

    @Test
    void statusIsReadAsLinuxWritesIt() {
        assertThat(ProcessStatus.parse("Name:\tjava\nVmRSS:\t  2048 kB\nThreads:\t31\n"))
                .isEqualTo(new ProcessStatus(2 << 20, 31));
    }
}
