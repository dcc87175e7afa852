package io.weir.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRowsTest {
    @TempDir
    Path folder;

    @Test
    void serverTellsWhenItIsReadyAndJobsWhenTheirFirstRowArrived() throws Exception {
        StartFigures figures = new StartFigures();
        try (ServerProcess server = ServerProcess.start(256, folder.resolve("data"), folder.resolve("log"));
                Connection connection = server.connect()) {
            assertThat(server.readyMillis()).isPositive();
            FirstRows.measure(connection, 2, folder, figures);
            assertThat(figures.firstRowCold).hasSize(1).allMatch(millis -> millis > 0);
            assertThat(figures.firstRowWarm).hasSize(2).allMatch(millis -> millis > 0);
            assertThat(new IdleJobs(server, connection, "0").grow(2, 0, 0).jobs())
                    .isEqualTo(2);
        }
    }
}
