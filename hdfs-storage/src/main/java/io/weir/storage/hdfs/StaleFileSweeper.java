package io.weir.storage.hdfs;

import io.weir.spi.storage.StoredFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files that no checkpoint needs.
 *
 * <p>Two sources of such files. <em>Candidates</em>: the shared files of checkpoints that have just been deleted, named
 * by the caller. <em>Orphans</em>: what earlier attempts wrote for checkpoints that never came to be; found by listing,
 * once for each attempt. A file is an orphan only if the file system dates it before this attempt's own fence file, so
 * that no clock but the file system's is trusted, and nothing that is being written now is in danger.
 */
final class StaleFileSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(StaleFileSweeper.class);

    private final FileSystem files;
    private final CheckpointLayout layout;
    private long orphansBeforeMillis = Long.MIN_VALUE;

    StaleFileSweeper(FileSystem files, CheckpointLayout layout) {
        this.files = files;
        this.layout = layout;
    }

    /**
     * Has the next sweep look for orphans.
     *
     * @param attemptTimeMillis when, by the file system's clock, this attempt began
     */
    synchronized void startAt(long attemptTimeMillis) {
        orphansBeforeMillis = attemptTimeMillis;
    }

    synchronized void sweep(List<StoredFile> referenced, List<StoredFile> candidates) {
        Set<String> needed = new HashSet<>();
        referenced.forEach(file -> needed.add(file.path()));
        for (StoredFile candidate : candidates) {
            if (!needed.contains(candidate.path()) && candidate.path().startsWith(CheckpointLayout.SHARED + "/")) {
                delete(new Path(layout.root(), candidate.path()), false);
            }
        }
        if (orphansBeforeMillis != Long.MIN_VALUE) {
            sweepOrphans(needed);
            orphansBeforeMillis = Long.MIN_VALUE;
        }
    }

    private void sweepOrphans(Set<String> needed) {
        for (FileStatus status : list(layout.sharedFolder())) {
            String relative = CheckpointLayout.SHARED + "/" + status.getPath().getName();
            if (!needed.contains(relative) && status.getModificationTime() < orphansBeforeMillis) {
                delete(status.getPath(), false);
            }
        }
        for (FileStatus status : list(layout.root())) {
            boolean isCheckpoint =
                    CheckpointLayout.checkpointId(status.getPath().getName()).isPresent();
            if (isCheckpoint && status.getModificationTime() < orphansBeforeMillis && !hasMetadata(status.getPath())) {
                delete(status.getPath(), true);
            }
        }
    }

    private boolean hasMetadata(Path folder) {
        try {
            return files.exists(new Path(folder, CheckpointLayout.METADATA));
        } catch (IOException e) {
            throw StorageErrors.failed("read", folder, e);
        }
    }

    private List<FileStatus> list(Path folder) {
        try {
            return List.of(files.listStatus(folder));
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw StorageErrors.failed("list", folder, e);
        }
    }

    private void delete(Path path, boolean recursive) {
        try {
            files.delete(path, recursive);
            LOG.debug("deleted stale checkpoint file path={}", path);
        } catch (IOException e) {
            throw StorageErrors.failed("delete", path, e);
        }
    }
}
