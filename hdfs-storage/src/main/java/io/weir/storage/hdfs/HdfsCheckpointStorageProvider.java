package io.weir.storage.hdfs;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.CheckpointStorageProvider;
import io.weir.spi.storage.StorageOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens checkpoint storage on any file system that Hadoop's client knows. */
public final class HdfsCheckpointStorageProvider implements CheckpointStorageProvider {
    private static final Logger LOG = LoggerFactory.getLogger(HdfsCheckpointStorageProvider.class);

    private final HadoopFiles hadoop;
    private final List<java.nio.file.Path> backupFolders;

    /**
     * @param options Hadoop options; they win over the site's files
     * @param configurationFolder a folder with {@code core-site.xml} and {@code hdfs-site.xml}, as {@code HADOOP_CONF_DIR}; or null
     */
    public HdfsCheckpointStorageProvider(Map<String, String> options, @Nullable String configurationFolder) {
        this(options, configurationFolder, List.of());
    }

    /**
     * @param backupFolders local folders in which jobs that want it keep copies of their files, each job in one of them;
     *     of this server alone, with nothing else in them
     */
    public HdfsCheckpointStorageProvider(
            Map<String, String> options, @Nullable String configurationFolder, List<java.nio.file.Path> backupFolders) {
        this.backupFolders = backupFolders.stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
        this.hadoop = new HadoopFiles(options, configurationFolder);
    }

    @Override
    public CheckpointStorage open(String directory, String jobId) {
        CheckpointLayout.checkId(jobId);
        Path root = new Path(HadoopFiles.path(directory), jobId);
        return new HdfsCheckpointStorage(hadoop, hadoop.fileSystem(root), new CheckpointLayout(root, false));
    }

    @Override
    public CheckpointStorage open(String directory, String jobId, Supplier<StorageOptions> options) {
        CheckpointStorage storage = open(directory, jobId);
        if (!backupFolders.isEmpty()) {
            java.nio.file.Path folder = backupFolders.get(Math.floorMod(jobId.hashCode(), backupFolders.size()));
            storage = new LocalBackup(storage, folder.resolve(jobId), options);
        }
        return new SmallFiles(storage, options);
    }

    @Override
    public void retainLocalCopies(Set<String> jobIds) {
        for (java.nio.file.Path folder : backupFolders) {
            try (DirectoryStream<java.nio.file.Path> jobs = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (java.nio.file.Path job : jobs) {
                    if (!jobIds.contains(String.valueOf(job.getFileName()))) {
                        new LocalCopies(job).deleteAll();
                    }
                }
            } catch (NotDirectoryException | NoSuchFileException e) {
                LOG.debug("no local backups folder={}", folder);
            } catch (IOException | DirectoryIteratorException e) {
                LOG.warn("local backups of dropped jobs not deleted folder={}", folder, e);
            }
        }
    }

    @Override
    public CheckpointStorage openSavepoint(String directory, String savepointId) {
        CheckpointLayout.checkId(savepointId);
        Path root = new Path(HadoopFiles.path(directory), "savepoint-" + savepointId);
        return new HdfsCheckpointStorage(hadoop, hadoop.fileSystem(root), new CheckpointLayout(root, true));
    }

    @Override
    public void deleteSavepoint(String location) {
        Path folder = HadoopFiles.path(location);
        FileSystem files = hadoop.fileSystem(folder);
        try {
            if (!files.exists(folder)) {
                return;
            }
            if (!files.exists(new Path(folder, CheckpointLayout.METADATA))) {
                throw new WeirException(ErrorCode.WRONG_OBJECT_STATE, "folder " + folder + " holds no savepoint");
            }
            files.delete(new Path(folder, CheckpointLayout.METADATA), false);
            files.delete(folder, true);
        } catch (FileNotFoundException e) {
            return; // somebody else deleted it meanwhile
        } catch (IOException e) {
            throw StorageErrors.failed("delete", folder, e);
        }
    }

    @Override
    public void validate(String directory) {
        Path folder = HadoopFiles.path(directory);
        FileSystem files = hadoop.openForProbe(folder);
        Path probe = new Path(folder, ".probe-" + UUID.randomUUID());
        try {
            files.mkdirs(folder);
            FSDataOutputStream out = files.create(probe, false);
            out.close();
            files.delete(probe, false);
        } catch (IOException e) {
            throw StorageErrors.failed("write to", folder, e)
                    .withHint(
                            "Check the address and that the file system is up; set 'execution.checkpointing.dir' to change it.");
        } finally {
            close(files);
        }
    }

    private static void close(FileSystem files) {
        try {
            files.close();
        } catch (IOException e) {
            LOG.debug("closing a probe failed", e);
        }
    }
}
