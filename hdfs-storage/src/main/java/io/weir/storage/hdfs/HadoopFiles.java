package io.weir.storage.hdfs;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Opens Hadoop file systems, with limits on how long their calls may take. */
final class HadoopFiles {
    /** What Hadoop does by default can block for a quarter of an hour; a site's own files and options still win. */
    private static final Map<String, String> LIMITS = Map.of(
            "ipc.client.connect.max.retries", "1",
            "ipc.client.connect.max.retries.on.timeouts", "1",
            "ipc.client.connect.retry.interval", "500",
            "ipc.client.connect.timeout", "5000",
            "ipc.client.rpc-timeout.ms", "30000",
            // A NameNode that restarts, or is in safe mode, is waited for: four times half a second, three times two.
            "dfs.client.retry.policy.enabled", "true",
            "dfs.client.retry.policy.spec", "500,4,2000,3",
            "dfs.client.socket-timeout", "30000",
            "dfs.client.block.write.locateFollowingBlock.retries", "4");

    private static final List<String> SITE_FILES = List.of("core-site.xml", "hdfs-site.xml");

    private final Configuration configuration;

    /**
     * @param options Hadoop options that win over all files
     * @param configurationFolder as {@code HADOOP_CONF_DIR}, or null
     */
    HadoopFiles(Map<String, String> options, @Nullable String configurationFolder) {
        configuration = new Configuration();
        LIMITS.forEach(configuration::set);
        if (configurationFolder != null) {
            for (String name : SITE_FILES) {
                File file = new File(configurationFolder, name);
                if (file.isFile()) {
                    configuration.addResource(new Path(file.toURI()));
                }
            }
        }
        options.forEach(configuration::set);
    }

    /** @throws WeirException (OPTION_VALUE) if the text is no location */
    static Path path(String directory) {
        try {
            if (directory.startsWith("/")) {
                return new Path(new URI("file", null, directory, null));
            }
            Path path = new Path(directory);
            if (path.toUri().getScheme() != null) {
                return path;
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new WeirException(ErrorCode.OPTION_VALUE, "'" + directory + "' is no location for checkpoints", e);
        }
        throw new WeirException(ErrorCode.OPTION_VALUE, "'" + directory + "' is no location for checkpoints")
                .withHint(
                        "Give a URI such as 'hdfs://namenode:8020/weir' or an absolute path such as '/var/lib/weir'.");
    }

    FileSystem fileSystem(Path path) {
        try {
            return isLocal(path.toUri()) ? localDisk() : path.getFileSystem(configuration);
        } catch (IOException | IllegalArgumentException e) {
            throw new WeirException(
                    ErrorCode.STORAGE_UNREACHABLE,
                    "checkpoint storage " + path + " cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    /**
     * A file system of its own for a first look, which does not wait for a NameNode that is not there. To be closed.
     */
    FileSystem openForProbe(Path path) {
        Configuration impatient = new Configuration(configuration);
        impatient.set("dfs.client.retry.policy.enabled", "false");
        impatient.set("ipc.client.connect.max.retries", "1");
        try {
            return isLocal(path.toUri()) ? localDisk() : FileSystem.newInstance(path.toUri(), impatient);
        } catch (IOException | IllegalArgumentException e) {
            throw new WeirException(
                    ErrorCode.STORAGE_UNREACHABLE,
                    "checkpoint storage " + path + " cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    private FileSystem localDisk() throws IOException {
        LocalDisk files = new LocalDisk();
        files.initialize(URI.create("file:///"), configuration);
        return files;
    }

    static boolean isLocal(URI location) {
        return "file".equals(location.getScheme());
    }

    /** Makes a rename or deletion on a local disk durable: Hadoop syncs files, not folders. */
    static void syncFolder(FileSystem files, Path folder) throws IOException {
        if (isLocal(files.getUri())) {
            try (var channel =
                    FileChannel.open(java.nio.file.Path.of(folder.toUri().getPath()))) {
                channel.force(true);
            }
        }
    }
}
