package io.weir.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SpreadTest {
    private static final long KEYS = 1000;

    @ParameterizedTest
    @EnumSource
    void everyKeyComesOnceBeforeOneComesAgain(Spread spread) {
        for (long round = 0; round < 3; round++) {
            long first = round * KEYS;
            assertThat(LongStream.range(first, first + KEYS).map(n -> spread.key(n, KEYS)))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, KEYS).boxed().toList());
        }
    }
}
