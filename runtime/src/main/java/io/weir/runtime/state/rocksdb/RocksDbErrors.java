package io.weir.runtime.state.rocksdb;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Errors of RocksDB and of the local disk, in Weir's terms. */
final class RocksDbErrors {
    private static final String NO_SPACE = "No space left";

    private RocksDbErrors() {}

    static WeirException translate(String what, Path directory, RocksDBException cause) {
        Status status = cause.getStatus();
        if ((status != null && status.getSubCode() == Status.SubCode.NoSpace) || isNoSpace(cause)) {
            return diskFull(directory, cause);
        }
        ErrorCode code = status != null && status.getCode() == Status.Code.Corruption
                ? ErrorCode.STORAGE_CORRUPT
                : ErrorCode.INTERNAL_ERROR;
        return new WeirException(code, what + " in \"" + directory + "\" failed: " + cause.getMessage(), cause);
    }

    static WeirException translate(String what, Path directory, IOException cause) {
        if (isNoSpace(cause)) {
            return diskFull(directory, cause);
        }
        return new WeirException(
                ErrorCode.INTERNAL_ERROR, what + " in \"" + directory + "\" failed: " + cause.getMessage(), cause);
    }

    private static boolean isNoSpace(Exception cause) {
        return cause.getMessage() != null && cause.getMessage().contains(NO_SPACE);
    }

    private static WeirException diskFull(Path directory, Exception cause) {
        return new WeirException(ErrorCode.DISK_FULL, "local disk is full: keyed state in \"" + directory + "\"", cause)
                .withHint(
                        "Free space there, or start the server with 'state.backend.rocksdb.localdir' on a larger disk;"
                                + " the job goes on from its last checkpoint.");
    }
}
