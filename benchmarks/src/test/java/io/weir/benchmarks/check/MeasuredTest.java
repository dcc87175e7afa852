package io.weir.benchmarks.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    @Test
    void leastOfEachCountsWhicheverRoundsTheyWereIn() {
        Measured query = new Measured();
        Measured reference = new Measured();
        query.add(3);
        reference.add(2);
        query.add(4.5);
        reference.add(1.5);
        assertThat(query.ratio(reference)).isCloseTo(2, Offset.offset(1e-9));
        assertThat(query.rounds()).isEqualTo(2);
    }
}
