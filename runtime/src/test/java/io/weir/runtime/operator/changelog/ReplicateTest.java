package io.weir.runtime.operator.changelog;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.testing.OperatorHarness;
import org.junit.jupiter.api.Test;

final class ReplicateTest {
    private final OperatorHarness harness = OperatorHarness.of(new ReplicateFactory("replicate", "Replicate", 1))
            .input(VARCHAR, BIGINT, BIGINT)
            .output(VARCHAR, BIGINT)
            .open();

    @Test
    void aRowComesOutAsOftenAsItsCountSays() {
        harness.process(0, "+I a 2 7", "-U b 1 8", "+I c 0 9", "+I d -3 9", "+I e NULL 9");
        assertThat(harness.rows()).containsExactly("+I a 7", "+I a 7", "-U b 8");
    }

    @Test
    void manyCopiesGoOutBatchByBatch() {
        harness.process(0, "+I a 10000 7", "+I b 1 7");
        assertThat(harness.batchesInCall()).isLessThanOrEqualTo(1);
        assertThat(harness.rows()).hasSize(10_001).endsWith("+I b 7");
    }
}
