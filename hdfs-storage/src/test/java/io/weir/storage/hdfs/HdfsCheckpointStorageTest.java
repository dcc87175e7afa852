package io.weir.storage.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real NameNode and DataNode. */
class HdfsCheckpointStorageTest extends CheckpointStorageContract {
    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    @TempDir
    static Path folder;

    private static MiniDFSCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        configuration.set("dfs.namenode.safemode.extension", "0");
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitActive();
    }

    @AfterAll
    static void stopCluster() {
        cluster.shutdown();
    }

    @Override
    String directory() {
        return cluster.getURI() + "/weir-" + DIRECTORIES.incrementAndGet();
    }

    @Override
    FileSystem files() throws IOException {
        return cluster.getFileSystem();
    }

    @Test
    void whatWasWrittenSurvivesARestartOfTheNameNode() throws IOException {
        CheckpointStorage storage = new HdfsCheckpointStorageProvider(Map.of(), null).open(directory(), "job-1");
        long attempt = storage.fence();
        StoredFile file = storage.writeShared("x", () -> new ByteArrayInputStream(Manifests.bytes("state")));
        storage.publish(Manifests.withFile(4, file), attempt);

        cluster.restartNameNode();

        assertThat(storage.list()).containsExactly(4L);
        assertThat(storage.read(file)).isEqualTo(Manifests.bytes("state"));
    }
}
