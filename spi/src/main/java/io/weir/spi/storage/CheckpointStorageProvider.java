package io.weir.spi.storage;

import java.util.Set;
import java.util.function.Supplier;

/** Opens the storage of jobs. */
public interface CheckpointStorageProvider {
    /**
     * @param directory a URI ({@code hdfs://host:port/path}, {@code file:///path}) or an absolute local path
     * @param jobId {@code [A-Za-z0-9_-]{1,64}}
     * @throws io.weir.spi.error.WeirException (STORAGE_UNREACHABLE, OPTION_VALUE) that names the directory
     */
    CheckpointStorage open(String directory, String jobId);

    /** As {@link #open(String, String)}, with what the job wants of it. @param options asked at every write; any thread */
    default CheckpointStorage open(String directory, String jobId, Supplier<StorageOptions> options) {
        return open(directory, jobId);
    }

    /**
     * Deletes what local disks keep of the files of other jobs than these: jobs that were dropped. It is worth nothing
     * but time, so that no harm is done if a job is missing here. Blocks; throws nothing.
     */
    default void retainLocalCopies(Set<String> jobIds) {}

    /** Connects and checks that the directory can be written to; bounded to about ten seconds. */
    void validate(String directory);

    /**
     * Opens the place of one savepoint, {@code <directory>/savepoint-<savepointId>/}: all files go there, so that it can be moved as a whole. It holds one
     * manifest, found later by {@link CheckpointStorage#loadFrom}.
     *
     * @param savepointId {@code [A-Za-z0-9_-]{1,64}}, new
     */
    CheckpointStorage openSavepoint(String directory, String savepointId);

    /** Removes a savepoint that {@link #openSavepoint} made, or a folder that holds a manifest; refuses any other folder. Idempotent. */
    void deleteSavepoint(String location);
}
