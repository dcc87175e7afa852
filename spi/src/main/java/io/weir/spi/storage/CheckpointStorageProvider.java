package io.weir.spi.storage;

/** Opens the storage of jobs. */
public interface CheckpointStorageProvider {
    /**
     * @param directory a URI ({@code hdfs://host:port/path}, {@code file:///path}) or an absolute local path
     * @param jobId {@code [A-Za-z0-9_-]{1,64}}
     * @throws io.weir.spi.error.WeirException (STORAGE_UNREACHABLE, OPTION_VALUE) that names the directory
     */
    CheckpointStorage open(String directory, String jobId);

    /** Connects and checks that the directory can be written to; bounded to about ten seconds. */
    void validate(String directory);
}
