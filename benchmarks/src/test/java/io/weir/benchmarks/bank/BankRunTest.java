package io.weir.benchmarks.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankRunTest {
    @TempDir
    Path folder;

    @Test
    void everyReadingShowsATotalOfZeroThroughAKill() throws Exception {
        BankFigures.Report report = new BankRun(2, 6, 1, 2, 2, 512).run(folder);
        System.out.println(report);
        assertThat(report.isSound()).as(report.toString()).isTrue();
        assertThat(report.kills()).isEqualTo(1);
        assertThat(report.states()).isGreaterThan(1);
    }
}
