package io.weir.spi.storage;

import java.util.List;
import java.util.Optional;

/**
 * The durable home of one job's checkpoints. All methods block, are thread-safe, are bounded in time by the
 * implementation, and throw {@link java.io.UncheckedIOException} or {@link io.weir.spi.error.WeirException}
 * (STORAGE_UNREACHABLE, STORAGE_CORRUPT, DISK_FULL).
 *
 * <p>Layout: {@code <dir>/<job-id>/chk-<n>/...}, {@code <dir>/<job-id>/shared/...}. A checkpoint exists exactly if its
 * {@code _metadata} does. Files are written once under unique names, never overwritten, and checked against their
 * checksum when they are read.
 */
public interface CheckpointStorage extends AutoCloseable {
    /** Writes a file for one checkpoint ({@code chk-<n>/}); durable when this returns. */
    StoredFile writeExclusive(long checkpointId, String nameHint, FileContent content);

    /** Writes a file that later checkpoints may refer to as well ({@code shared/}); durable when this returns. */
    StoredFile writeShared(String nameHint, FileContent content);

    /**
     * Reads a file whole into {@code target}, verifying size and checksum.
     *
     * @throws io.weir.spi.error.WeirException (STORAGE_CORRUPT) naming the file
     */
    void readTo(StoredFile file, FileTarget target);

    /** Reads a small file whole, verified. */
    byte[] read(StoredFile file);

    /**
     * Makes a checkpoint exist: writes {@code _metadata} to a temporary name, syncs, renames. When this throws, the
     * checkpoint may exist or not; {@link #load} tells.
     *
     * @param attempt the fencing token: refused if storage has seen a greater one for this job
     * @throws io.weir.spi.error.WeirException (CHECKPOINT_FAILURE) if it is refused because another attempt has taken
     *     the job over, and for nothing else
     */
    void publish(CheckpointManifest manifest, long attempt);

    /** Ids of all checkpoints that exist, ascending. Throws rather than return less than there is. */
    List<Long> list();

    Optional<CheckpointManifest> load(long checkpointId);

    /**
     * Reads the manifest of a checkpoint or savepoint anywhere, by its path; files in it are resolved against that
     * path.
     */
    CheckpointManifest loadFrom(String path);

    /**
     * Removes a checkpoint: {@code _metadata} first, then what is in its folder. Shared files stay; see {@link #sweep}.
     * Idempotent.
     */
    void delete(long checkpointId);

    /**
     * Deletes files in {@code shared/} and in folders of checkpoints that do not exist, which no manifest in storage
     * and none of {@code inUse} refers to, and which were written before this storage was opened or are named in
     * {@code candidates}.
     */
    void sweep(List<StoredFile> inUse, List<StoredFile> candidates);

    /**
     * Takes the job over: later {@link #publish} calls of earlier attempts are refused.
     *
     * @return the new attempt, greater than all before
     */
    long fence();

    /** The folder of this job, for people and messages. */
    String location();

    @Override
    void close();
}
