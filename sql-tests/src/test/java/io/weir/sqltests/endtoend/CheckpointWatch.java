package io.weir.sqltests.endtoend;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Sees from outside, in HDFS, what a job's checkpoints are doing: a folder {@code chk-7} without {@code _metadata} is a
 * snapshot under way, one with it is complete. While HDFS does not answer nothing is seen.
 */
final class CheckpointWatch implements AutoCloseable {
    private static final String FOLDER = "chk-";
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    private final FileSystem files;
    private final Path jobs;

    /** @param directory the option {@code execution.checkpointing.dir}, of one job only */
    CheckpointWatch(String directory) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set("ipc.client.connect.max.retries", "1");
        configuration.set("ipc.client.connect.retry.interval", "100");
        files = FileSystem.newInstance(URI.create(directory), configuration);
        jobs = new Path(directory);
    }

    /** The latest checkpoint that is complete; 0 if there is none or HDFS does not answer. */
    long latestCompleted() {
        try {
            long latest = 0;
            for (Path folder : folders()) {
                long id = id(folder);
                if (id > latest && isComplete(folder)) {
                    latest = id;
                }
            }
            return latest;
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Waits for a checkpoint later than this one.
     *
     * @return its id; 0 if none comes in time
     */
    long awaitCompleted(long after, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            long latest = latestCompleted();
            if (latest > after) {
                return latest;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return 0;
    }

    /**
     * Waits, without pause, for a snapshot later than this checkpoint to begin.
     *
     * @return its id; 0 if none comes in time
     */
    long awaitUnderWay(long after, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            long underWay = underWay(after);
            if (underWay > 0) {
                return underWay;
            }
        }
        return 0;
    }

    /**
     * Waits, without pause, for {@code _metadata} of a checkpoint.
     *
     * @return whether it came in time
     */
    boolean awaitMetadata(long id, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            Path metadata = new Path(folders().get(0).getParent(), FOLDER + id + "/_metadata");
            while (System.nanoTime() < deadline) {
                if (files.exists(metadata)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    /** A snapshot under way later than this checkpoint, or what a kill has left of it; 0 if there is none. */
    long underWay(long after) {
        try {
            for (Path folder : folders()) {
                if (id(folder) > after && !isComplete(folder)) {
                    return id(folder);
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }

    private boolean isComplete(Path folder) throws IOException {
        return files.exists(new Path(folder, "_metadata"));
    }

    private static long id(Path folder) {
        return Long.parseLong(folder.getName().substring(FOLDER.length()));
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        FileStatus[] found = files.globStatus(new Path(jobs, "*/" + FOLDER + "*"));
        if (found != null) {
            for (FileStatus each : found) {
                folders.add(each.getPath());
            }
        }
        return folders;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
