package io.weir.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RowHashTest {
    @Test
    void valuesInAnotherOrderHashDifferently() {
        assertThat(RowHash.add(RowHash.add(RowHash.START, 1L), 2L))
                .isNotEqualTo(RowHash.add(RowHash.add(RowHash.START, 2L), 1L));
    }

    @Test
    void equalDecimalsOfDifferentScaleHashAlike() {
        assertThat(RowHash.add(RowHash.START, new BigDecimal("1.50")))
                .isEqualTo(RowHash.add(RowHash.START, new BigDecimal("1.5")));
    }

    @Test
    void textIsHashedByItsBytesAlone() {
        byte[] data = {9, 1, 2, 3};
        assertThat(RowHash.add(RowHash.START, data, 1, 4))
                .isEqualTo(RowHash.add(RowHash.START, new byte[] {1, 2, 3}, 0, 3));
    }
}
