package io.weir.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatencyRecorderTest {
    private final LatencyRecorder recorder = new LatencyRecorder(1);

    @BeforeEach
    void forgetOtherTests() {
        Latencies.reset();
    }

    private Histogram noted() {
        recorder.close();
        return Latencies.get();
    }

    @Test
    void eventIsNotedWithTheTimeSinceItWasToBeEmitted() {
        recorder.event(5000, 4900);
        assertThat(noted().getMaxValue()).isEqualTo(100);
    }

    @Test
    void eventsOfTheWarmUpAreNotNoted() {
        recorder.event(5000, 999);
        assertThat(noted().getTotalCount()).isZero();
    }

    @Test
    void countIsNotedForTheEventsItHasGrownBy() {
        recorder.count(2000, 3, 1, 1900);
        // Two more, to be emitted at 2900 and 3100.
        recorder.count(4000, 3, 3, 1900 + 2900 + 3100);
        Histogram noted = noted();
        assertThat(noted.getTotalCount()).isEqualTo(3);
        assertThat(noted.getCountAtValue(100)).isEqualTo(1);
        assertThat(noted.getCountAtValue(1000)).isEqualTo(2);
    }

    @Test
    void keysAreToldApart() {
        recorder.count(2000, 1, 1, 1900);
        recorder.count(2000, 100_000, 1, 1800);
        assertThat(noted().getTotalCount()).isEqualTo(2);
    }

    @Test
    void nothingIsNotedTwice() {
        recorder.event(5000, 4900);
        recorder.close();
        assertThat(noted().getTotalCount()).isEqualTo(1);
    }
}
