package io.weir.benchmarks.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatiosTest {
    @TempDir
    Path folder;

    @Test
    void growthIsRelativeToWhatIsExpected() {
        Ratios expected = new Ratios(new TreeMap<>(Map.of("q4", 2.0)));
        assertThat(expected.growth("q4", 2.3).orElseThrow()).isCloseTo(0.15, Offset.offset(1e-9));
        assertThat(expected.growth("q4", 1.0).orElseThrow()).isEqualTo(-0.5);
        assertThat(expected.growth("q5", 1.0)).isEmpty();
    }

    @Test
    void fileKeepsThreeDigits() throws IOException {
        Path file = folder.resolve("ratios.json");
        new Ratios(new TreeMap<>(Map.of("q4", 1.23456, "q0", 0.123456))).write(file);
        assertThat(Ratios.read(file).byQuery()).containsExactly(Map.entry("q0", 0.123), Map.entry("q4", 1.23));
    }

    @Test
    void missingFileExpectsNothing() throws IOException {
        assertThat(Ratios.read(folder.resolve("none.json")).byQuery()).isEmpty();
    }

    @Test
    void referenceAlwaysComesToTheSame() {
        assertThat(Reference.compute(7)).isEqualTo(Reference.compute(7));
    }
}
