package io.weir.connector.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.FakeSourceContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SplitIdsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 15, 16})
    void subtasksTakeTurns(int parallelism) {
        List<String> ids = SplitIds.balanced("nexmark-bid", 32);
        assertThat(ids).doesNotHaveDuplicates();
        for (int split = 0; split < ids.size(); split++) {
            assertThat(new FakeSourceContext(split % parallelism, parallelism, false).owns(ids.get(split)))
                    .as("split %s", split)
                    .isTrue();
        }
    }

    @Test
    void idsNeverChange() {
        // They stand in checkpoints.
        assertThat(SplitIds.balanced("datagen", 3))
                .isEqualTo(SplitIds.balanced("datagen", 1024).subList(0, 3));
        assertThat(SplitIds.balanced("datagen", 2)).containsExactly("datagen-0-1054", "datagen-1-1560");
    }
}
