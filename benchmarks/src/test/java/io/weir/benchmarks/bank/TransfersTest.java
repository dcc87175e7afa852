package io.weir.benchmarks.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TransfersTest {
    @Test
    void theFirstTransfersGoRoundAllAccounts() {
        assertThat(LongStream.range(0, Transfers.ACCOUNTS).map(Transfers::from))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(LongStream.range(0, Transfers.ACCOUNTS).map(Transfers::to))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 0L);
    }

    @Test
    void allPairsOfDifferentAccountsOccur() {
        assertThat(LongStream.range(0, 5000)
                        .mapToObj(number -> Transfers.from(number) + ">" + Transfers.to(number))
                        .distinct())
                .hasSize(Transfers.ACCOUNTS * (Transfers.ACCOUNTS - 1))
                .noneMatch(pair -> pair.charAt(0) == pair.charAt(2));
    }

    @Test
    void timesAreInDisorder() {
        long late = LongStream.range(1, 5000)
                .filter(number -> Transfers.micros(number, 1000) < Transfers.micros(number - 1, 1000))
                .count();
        assertThat(late).isGreaterThan(2000);
    }
}
