package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RestartBackoffTest {
    private static RestartBackoff of(RestartStrategy strategy) {
        return new RestartBackoff(strategy, bound -> bound / 2); // the middle: no jitter
    }

    @Test
    void noneNeverRestarts() {
        assertThat(of(new RestartStrategy.None()).failed(0)).isEmpty();
    }

    @Test
    void fixedDelayRestartsSoManyTimes() {
        RestartBackoff backoff = of(new RestartStrategy.FixedDelay(2, 30));
        assertThat(backoff.failed(0)).hasValue(30);
        assertThat(backoff.failed(100)).hasValue(30);
        assertThat(backoff.failed(200)).isEmpty();
    }

    @Test
    void failureRateForgetsOldFailures() {
        RestartBackoff backoff = of(new RestartStrategy.FailureRate(2, 1_000, 5));
        assertThat(backoff.failed(0)).hasValue(5);
        assertThat(backoff.failed(500)).hasValue(5);
        assertThat(backoff.failed(1_001)).hasValue(5);
        assertThat(backoff.failed(1_002)).isEmpty();
    }

    @Test
    void exponentialDelayGrowsToItsGreatestAndIsForgiven() {
        RestartBackoff backoff = of(new RestartStrategy.ExponentialDelay(10, 50, 2, 0.1, 1_000, Integer.MAX_VALUE));
        assertThat(backoff.failed(0)).hasValue(10);
        assertThat(backoff.failed(20)).hasValue(20);
        assertThat(backoff.failed(50)).hasValue(40);
        assertThat(backoff.failed(100)).hasValue(50);
        assertThat(backoff.failed(160)).hasValue(50);
        assertThat(backoff.failed(1_160)).hasValue(10);
    }

    @Test
    void jitterStaysWithinItsShare() {
        RestartStrategy strategy = new RestartStrategy.ExponentialDelay(100, 100, 1, 0.5, 1_000, 5);
        assertThat(new RestartBackoff(strategy, bound -> 0).failed(0)).isEqualTo(OptionalLong.of(50));
        assertThat(new RestartBackoff(strategy, bound -> bound - 1).failed(0)).isEqualTo(OptionalLong.of(150));
    }
}
