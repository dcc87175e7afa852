package io.weir.sqltests.logictest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void aRunThatIsCutOffHasMetEveryGroupInProportion() {
        Sample.Group large = new Sample.Group("large", Collections.nCopies(8, "a"), 1);
        Sample.Group small = new Sample.Group("small", Collections.nCopies(4, "b"), 1);
        Sample.Group alone = new Sample.Group("alone", List.of("c"), 1);
        List<Sample.Group> turns = Sample.turns(List.of(large, small, alone));
        assertThat(turns).hasSize(13);
        assertThat(Collections.frequency(turns.subList(0, 6), large)).isEqualTo(4);
        assertThat(Collections.frequency(turns.subList(0, 6), small)).isEqualTo(2);
        assertThat(turns.get(6)).isEqualTo(alone);
    }
}
