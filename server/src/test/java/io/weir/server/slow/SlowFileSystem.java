package io.weir.server.slow;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system under the scheme {@code slow}, on which the creation of a file of a checkpoint takes a while. */
public final class SlowFileSystem extends RawLocalFileSystem {
    private static final long CREATION_MILLIS = 300;

    @Override
    public URI getUri() {
        return URI.create("slow:///");
    }

    @Override
    public String getScheme() {
        return "slow";
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        if (!path.getName().startsWith("_metadata") && !path.getName().startsWith("attempt")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(CREATION_MILLIS));
        }
        OutputStream out = super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
        return new FSDataOutputStream(out, statistics);
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        return create(path, FsPermission.getFileDefault(), overwrite, bufferSize, replication, blockSize, progress);
    }
}
