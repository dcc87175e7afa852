package io.weir.sqltests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.testing.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * HDFS does not take checkpoints for ten intervals. What the jobs give out is right all the same, nothing comes twice,
 * and a job whose checkpoints are elsewhere goes on. Hadoop's client is told not to wait, so that every checkpoint of
 * that time is lost, more than are tolerated: the jobs start again and again, until HDFS is back.
 */
@ExtendWith(RealParts.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StorageFaultsTest {
    private static final List<String> IMPATIENT = List.of(
            "-D", "hadoop.dfs.client.retry.policy.enabled=false",
            "-D", "hadoop.dfs.client.block.write.locateFollowingBlock.retries=0",
            "-D", "hadoop.dfs.client.block.write.retries=0");

    private final RealParts.Running parts;

    @TempDir
    Path folder;

    StorageFaultsTest(RealParts.Running parts) {
        this.parts = parts;
    }

    @Test
    void aNameNodeInSafeModeForTenIntervalsCostsTimeOnly(TestReporter reporter) throws IOException, SQLException {
        strike("safe-mode", "safemode-on", "safemode-off", "safe mode", reporter);
    }

    @Test
    void dataNodesThatAreDownCostTimeOnly(TestReporter reporter) throws IOException, SQLException {
        strike("data-nodes-down", "stop-datanode", "start-datanode", "cannot write", reporter);
    }

    @Test
    void aQuotaThatIsExceededCostsTimeOnly(TestReporter reporter) throws IOException, SQLException {
        strike("quota", "quota-on /quota", "quota-off /quota", "checkpoint storage is full", reporter);
    }

    private void strike(String name, String begin, String end, String cause, TestReporter reporter)
            throws IOException, SQLException {
        try (ServerProcess server = new ServerProcess(folder, IMPATIENT)) {
            StruckJobs jobs = new StruckJobs(server);
            jobs.create(parts.hdfs().uri() + "/" + name, folder);
            List<String> causes;
            parts.hdfs().command(begin);
            try {
                jobs.feel();
                causes = jobs.causes();
            } finally {
                parts.hdfs().command(end);
            }
            jobs.finishRight();
            Shown.show(
                    reporter,
                    name,
                    Map.of(
                            "jobs",
                            "\n" + String.join("\n", jobs.summary()),
                            "causes",
                            "\n" + String.join("\n", causes)));
            assertThat(causes)
                    .anyMatch(text -> text.startsWith("counted")
                            && text.toLowerCase(Locale.ROOT).contains(cause));
            assertThat(causes)
                    .anyMatch(text -> text.startsWith("written")
                            && text.toLowerCase(Locale.ROOT).contains(cause));
        }
    }
}
