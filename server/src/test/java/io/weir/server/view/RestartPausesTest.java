package io.weir.server.view;

import static io.weir.server.view.RestartPauses.LONGEST_MILLIS;
import static io.weir.server.view.RestartPauses.SHORTEST_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RestartPausesTest {
    private final RestartPauses pauses = new RestartPauses();

    @Test
    void theFirstPauseBeginsWithTheFailureAndEachIsTwiceAsLong() {
        assertThat(pauses.isOver("v", 0)).isFalse();
        assertThat(pauses.isOver("v", SHORTEST_MILLIS - 1)).isFalse();
        assertThat(pauses.isOver("v", SHORTEST_MILLIS)).isTrue();
        assertThat(pauses.isOver("v", 3 * SHORTEST_MILLIS - 1)).isFalse();
        assertThat(pauses.isOver("v", 3 * SHORTEST_MILLIS)).isTrue();
    }

    @Test
    void noPauseIsLongerThanTheLongest() {
        long now = 0;
        for (int i = 0; i < 50; i++) {
            boolean unused = pauses.isOver("v", now);
            now += LONGEST_MILLIS;
        }
        assertThat(pauses.isOver("v", now)).isTrue();
        assertThat(pauses.isOver("v", now + LONGEST_MILLIS - 1)).isFalse();
        assertThat(pauses.isOver("v", now + LONGEST_MILLIS)).isTrue();
    }

    @Test
    void aViewThatHasRunLongFailsForTheFirstTimeAgain() {
        assertThat(pauses.isOver("v", 0)).isFalse();
        assertThat(pauses.isOver("v", SHORTEST_MILLIS)).isTrue();
        pauses.runs("v", 0, LONGEST_MILLIS);
        assertThat(pauses.isOver("v", LONGEST_MILLIS)).isTrue();
        pauses.runs("v", 0, LONGEST_MILLIS + 1);
        assertThat(pauses.isOver("v", LONGEST_MILLIS + 1)).isFalse();
    }
}
