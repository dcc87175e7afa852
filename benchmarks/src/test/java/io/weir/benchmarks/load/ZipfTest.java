package io.weir.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ZipfTest {
    private static final int DRAWS = 1_000_000;

    private static int[] frequencies(int ranks) {
        Zipf zipf = new Zipf(ranks, 0.99);
        int[] frequencies = new int[ranks];
        for (int i = 0; i < DRAWS; i++) {
            frequencies[(int) zipf.rank((i + 0.5) / DRAWS)]++;
        }
        return frequencies;
    }

    @Test
    void frequencyFallsWithTheRank() {
        int[] frequencies = frequencies(10_000);
        assertThat((double) frequencies[0] / frequencies[1]).isCloseTo(Math.pow(2, 0.99), Percentage.withPercentage(2));
        assertThat((double) frequencies[0] / frequencies[99])
                .isCloseTo(Math.pow(100, 0.99), Percentage.withPercentage(10));
    }

    @Test
    void everyRankIsDrawn() {
        assertThat(frequencies(1000)).doesNotContain(0);
    }

    @Test
    void noRankIsOutside() {
        assertThat(new Zipf(100_000_000, 0.99).rank(Math.nextDown(1.0))).isBetween(99_000_000L, 99_999_999L);
        assertThat(new Zipf(1, 0.99).rank(0.999)).isZero();
        assertThat(new Zipf(2, 0.99).rank(0.999)).isEqualTo(1);
    }
}
