package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StoredFile;
import io.weir.spi.testing.Shown;
import io.weir.storage.hdfs.HdfsCheckpointStorageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of a real job's checkpoint, damaged one byte at a time. {@code -Dcorrupt.bytes=n}: how many bytes of each file, evenly spread. */
@Timeout(180)
final class CorruptCheckpointTest {
    private static final int BYTES = Integer.getInteger("corrupt.bytes", 200);

    @TempDir
    Path outside;

    private static final String COUNTS = "SELECT MOD(a, 1000), COUNT(*) FROM gen GROUP BY MOD(a, 1000)";

    @TempDir
    Path folder;

    private static void createJob(TestServer server, String sink, String query) throws SQLException {
        server.execute(
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1000')",
                "CREATE TABLE sink (a INT, n BIGINT) WITH (" + sink + ")",
                "CREATE JOB j WITH ('execution.checkpointing.interval' = '200 ms', "
                        + "'execution.checkpointing.num-retained' = '3', "
                        + "'execution.checkpointing.data-inline-threshold' = '0', "
                        + "'restart-strategy.type' = 'fixed-delay', 'restart-strategy.fixed-delay.attempts' = '20', "
                        + "'restart-strategy.fixed-delay.delay' = '10 ms') AS INSERT INTO sink " + query);
    }

    private CheckpointStorage open(String jobId) {
        return new HdfsCheckpointStorageProvider(Map.of(), null)
                .open(folder.resolve("checkpoints").toUri().toString(), jobId);
    }

    private static CheckpointManifest newest(CheckpointStorage storage) {
        List<Long> ids = storage.list();
        return storage.load(ids.get(ids.size() - 1)).orElseThrow();
    }

    private static Path path(CheckpointStorage storage, StoredFile file) {
        String location = storage.location();
        return Path.of(location.substring(location.indexOf('/')).replaceFirst("^/+", "/"))
                .resolve(file.path());
    }

    private static void flip(Path file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 0x20;
        Files.write(file, bytes);
    }

    @Test
    void everyByteOfEveryFileIsGuarded(TestReporter reporter) throws Exception {
        String jobId;
        try (TestServer server = new TestServer(folder)) {
            createJob(server, "'connector' = 'blackhole'", COUNTS);
            server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 3", rows -> !rows.isEmpty());
            jobId = server.rows("SELECT id FROM sys.jobs").get(0);
        }
        CheckpointStorage storage = open(jobId);
        CheckpointManifest manifest = newest(storage);
        int flips = 0;
        for (StoredFile file : manifest.files()) {
            Path path = path(storage, file);
            int size = (int) file.sizeBytes();
            for (int i = 0; i < Math.min(size, BYTES); i++) {
                int position = (int) ((long) i * size / Math.min(size, BYTES));
                flip(path, position);
                assertThatThrownBy(() -> storage.read(file))
                        .as("byte %s of %s", position, file)
                        .isInstanceOfSatisfying(
                                WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT))
                        .hasMessageContaining(path.getFileName().toString());
                flip(path, position);
                flips++;
            }
            storage.read(file);
        }
        Path metadata = path(storage, new StoredFile("chk-" + manifest.checkpointId() + "/_metadata", 0, 0));
        for (int position = 0; position < Files.size(metadata); position++) {
            flip(metadata, position);
            assertThatThrownBy(() -> storage.load(manifest.checkpointId()))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT))
                    .hasMessageContaining("_metadata");
            flip(metadata, position);
            flips++;
        }
        Shown.show(
                reporter,
                "corrupt-bytes",
                Map.of(
                        "files",
                        Integer.toString(manifest.files().size() + 1),
                        "bytesFlipped",
                        Integer.toString(flips)));
    }

    @Test
    void anOlderCheckpointIsTakenWhereNoSinkCanHaveCommitted(TestReporter reporter) throws Exception {
        try (TestServer server = new TestServer(folder)) {
            createJob(server, "'connector' = 'blackhole'", COUNTS);
            server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 3", rows -> !rows.isEmpty());
            String jobId = server.rows("SELECT id FROM sys.jobs").get(0);
            server.close();
            CheckpointStorage storage = open(jobId);
            CheckpointManifest newest = newest(storage);
            List<Long> ids = storage.list();
            List<StoredFile> before =
                    storage.load(ids.get(ids.size() - 2)).orElseThrow().files();
            List<StoredFile> own = newest.files().stream()
                    .filter(file -> !before.contains(file) && file.sizeBytes() > 0)
                    .toList();
            assertThat(own).isNotEmpty();
            StoredFile damaged = own.get(0);
            flip(path(storage, damaged), (int) damaged.sizeBytes() / 2);
            server.start();
            server.await(
                    "SELECT name FROM sys.jobs WHERE state = 'RUNNING' AND restored_checkpoint_id > 0",
                    rows -> !rows.isEmpty());
            String restored =
                    server.rows("SELECT restored_checkpoint_id FROM sys.jobs").get(0);
            List<String> causes = server.rows("SELECT cause FROM sys.job_failures");
            Shown.show(
                    reporter,
                    "corrupt-fall-back",
                    Map.of("newest", "" + newest.checkpointId(), "restored", restored, "cause", causes.toString()));
            assertThat(Long.parseLong(restored)).isLessThan(newest.checkpointId());
            assertThat(causes)
                    .anyMatch(cause ->
                            cause.contains(path(storage, damaged).getFileName().toString())
                                    && cause.contains("is damaged"));
        }
    }

    @Test
    void noOlderCheckpointIsTakenByItselfWhereASinkMayHaveCommitted(TestReporter reporter) throws Exception {
        try (TestServer server = new TestServer(folder)) {
            createJob(
                    server,
                    "'connector' = 'filesystem', 'format' = 'csv', 'path' = '" + outside.resolve("out") + "'",
                    "SELECT a, CAST(1 AS BIGINT) FROM gen");
            server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 3", rows -> !rows.isEmpty());
            String jobId = server.rows("SELECT id FROM sys.jobs").get(0);
            server.close();
            CheckpointStorage storage = open(jobId);
            CheckpointManifest newest = newest(storage);
            Path metadata = path(storage, new StoredFile("chk-" + newest.checkpointId() + "/_metadata", 0, 0));
            flip(metadata, 100);
            server.start();
            List<String> failed =
                    server.await("SELECT last_error FROM sys.jobs WHERE state = 'FAILED'", rows -> !rows.isEmpty());
            Shown.show(reporter, "corrupt-refused", Map.of("error", failed.get(0)));
            assertThat(failed.get(0))
                    .startsWith("checkpoint " + newest.checkpointId() + " in ")
                    .contains("is corrupt, and its sinks may have committed")
                    .contains("_metadata");
            long older = storage.list().get(storage.list().size() - 2);
            server.execute("ALTER JOB j RESTORE FROM CHECKPOINT " + older);
            server.await(
                    "SELECT name FROM sys.jobs WHERE state = 'RUNNING' AND restored_checkpoint_id = " + older,
                    rows -> !rows.isEmpty());
        }
    }
}
