package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Local copies of checkpoints live as long as their job. */
@Timeout(120)
final class LocalBackupTest {
    @TempDir
    Path folder;

    @Test
    void theLocalBackupOfAJobGoesWithIt() throws IOException, SQLException {
        Path backups = folder.resolve("local-backup");
        try (TestServer server = new TestServer(folder)) {
            server.execute(
                    "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1000')",
                    "CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'blackhole')",
                    "CREATE JOB j WITH ('execution.checkpointing.interval' = '100 ms', "
                            + "'execution.checkpointing.data-inline-threshold' = '0', "
                            + "'execution.checkpointing.local-backup.enabled' = 'true') AS "
                            + "INSERT INTO sink SELECT MOD(a, 100), COUNT(*) FROM gen GROUP BY MOD(a, 100)");
            server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 2", rows -> !rows.isEmpty());
            String id = server.rows("SELECT id FROM sys.jobs").get(0);
            assertThat(backups.resolve(id)).isNotEmptyDirectory();

            server.close();
            Path unknown = Files.createDirectories(backups.resolve("job-that-nobody-knows/shared"));
            server.start();
            assertThat(unknown.getParent()).doesNotExist();
            assertThat(backups.resolve(id)).isNotEmptyDirectory();

            server.execute("DROP JOB j");
            assertThat(backups.resolve(id)).doesNotExist();
        }
    }
}
