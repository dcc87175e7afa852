package io.weir.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.state.StateFigures.Increments;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class StateFiguresTest {
    private static CheckpointFigures checkpoint(long id, long triggerMillis) {
        return new CheckpointFigures(id, triggerMillis, 100, 50, 10_000, id * 1_000_000);
    }

    @Test
    void changedBytesAreThoseOfTheRowsThatCameSinceTheCheckpointBefore() {
        Increments increments =
                new Increments(20, 1_000, List.of(checkpoint(1, 0), checkpoint(2, 2_000), checkpoint(3, 6_000)));
        assertThat(increments.changedBytes(1)).isEqualTo(400);
        assertThat(increments.meanChangedBytes()).isEqualTo(600);
        assertThat(increments.measured()).hasSize(2);
    }

    @Test
    void percentilesOfSynchronousPartsAreThoseOfTheSortedOnes() {
        List<CheckpointFigures> hundred = LongStream.rangeClosed(1, 101)
                .mapToObj(id -> checkpoint(102 - id, 0))
                .toList();
        assertThat(StateFigures.syncMillis(hundred, 0.5)).isEqualTo(51);
        assertThat(StateFigures.syncMillis(hundred, 0.99)).isEqualTo(100);
        assertThat(StateFigures.syncMillis(hundred, 1)).isEqualTo(101);
    }
}
