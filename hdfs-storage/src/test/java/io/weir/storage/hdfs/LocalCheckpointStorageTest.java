package io.weir.storage.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCheckpointStorageTest extends CheckpointStorageContract {
    @TempDir
    Path folder;

    @Override
    String directory() {
        return folder.toUri().toString();
    }

    @Override
    FileSystem files() throws IOException {
        return FileSystem.getLocal(new Configuration()).getRawFileSystem();
    }

    @Test
    void aPlainPathIsALocation() {
        new HdfsCheckpointStorageProvider(Map.of(), null).validate(folder.toString());
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void noProcessIsStartedToWriteAFile() throws IOException {
        CheckpointStorage storage = new HdfsCheckpointStorageProvider(Map.of(), null).open(directory(), "job-1");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ProcessStart");
            recording.start();
            long attempt = storage.fence();
            StoredFile file = storage.writeShared("x", () -> new ByteArrayInputStream(Manifests.bytes("state")));
            storage.publish(Manifests.withFile(4, file), attempt);
            recording.stop();
            Path events = folder.resolve("events.jfr");
            recording.dump(events);
            assertThat(RecordingFile.readAllEvents(events)).isEmpty();
            Set<PosixFilePermission> permissions =
                    Files.getPosixFilePermissions(folder.resolve("job-1").resolve(file.path()));
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-r--r--");
        }
    }

    @Test
    void aRelativePathIsRefused() {
        assertThatThrownBy(() -> new HdfsCheckpointStorageProvider(Map.of(), null).validate("checkpoints"))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("'checkpoints' is no location for checkpoints");
    }

    @Test
    void anUnknownSchemeIsNamed() {
        assertThatThrownBy(() -> new HdfsCheckpointStorageProvider(Map.of(), null).validate("s9://bucket/x"))
                .hasMessageContaining("s9://bucket/x cannot be opened");
    }

    @Test
    void anUnreachableNameNodeIsNamedWithinSeconds() {
        var provider = new HdfsCheckpointStorageProvider(Map.of("dfs.client.retry.policy.spec", "10,1"), null);
        assertThatThrownBy(() -> provider.validate("hdfs://127.0.0.1:1/weir"))
                .hasMessageContaining("checkpoint storage: cannot write to hdfs://127.0.0.1:1/weir");
    }
}
