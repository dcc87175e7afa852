package io.weir.storage.hdfs;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;

/** Says what happened, to what, in words for the operator who is called at night. */
final class StorageErrors {
    private StorageErrors() {}

    /** @param action for the message: {@code write}, {@code read}, {@code list} */
    static WeirException failed(String action, Path path, IOException cause) {
        String message = firstLine(cause);
        if (isFull(cause, message)) {
            return new WeirException(
                            ErrorCode.DISK_FULL, "checkpoint storage is full: cannot " + action + " " + path, cause)
                    .withDetail(message);
        }
        return new WeirException(
                        ErrorCode.STORAGE_UNREACHABLE, "checkpoint storage: cannot " + action + " " + path, cause)
                .withDetail(message);
    }

    static WeirException corrupt(Path path, String what) {
        return new WeirException(ErrorCode.STORAGE_CORRUPT, "checkpoint file " + path + " is damaged: " + what);
    }

    static WeirException missing(Path path, IOException cause) {
        return new WeirException(ErrorCode.STORAGE_CORRUPT, "checkpoint file " + path + " is missing", cause);
    }

    private static boolean isFull(IOException cause, String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left")
                || lower.contains("quota")
                || cause.getClass().getSimpleName().contains("QuotaExceeded");
    }

    private static String firstLine(IOException cause) {
        Throwable shown = cause instanceof PathIOException && cause.getCause() != null ? cause.getCause() : cause;
        String message = shown.getMessage() == null
                ? ""
                : shown.getMessage().lines().findFirst().orElse("");
        return shown.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }
}
