package io.weir.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(1000, 2);

    @Test
    void rowsAreDueEvenly() {
        assertThat(pace.due(0)).isEqualTo(1);
        assertThat(pace.due(999)).isEqualTo(1);
        assertThat(pace.due(1000)).isEqualTo(2);
        assertThat(pace.due(1_500_000)).isEqualTo(1501);
    }

    @Test
    void rowKeepsTheTimeForWhichItWasDue() {
        assertThat(pace.microsOf(0)).isZero();
        assertThat(pace.microsOf(1500)).isEqualTo(1_500_000);
    }

    @Test
    void itIsOverWhenAllRowsAreEmittedHoweverLate() {
        assertThat(pace.due(60_000_000)).isEqualTo(2000);
        assertThat(pace.isOver(60_000_000, 1999)).isFalse();
        assertThat(pace.isOver(60_000_000, 2000)).isTrue();
    }

    @Test
    void withoutARateOnlyTimeEndsIt() {
        Pace unlimited = new Pace(0, 2);
        assertThat(unlimited.isOver(1_999_999, Long.MAX_VALUE)).isFalse();
        assertThat(unlimited.isOver(2_000_000, 0)).isTrue();
    }
}
