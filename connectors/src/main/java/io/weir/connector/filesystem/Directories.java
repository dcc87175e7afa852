package io.weir.connector.filesystem;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the directory itself needs. */
final class Directories {
    private Directories() {}

    /** Why a call failed. The messages of the file system's own exceptions are often no more than the path. */
    static String reason(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "the server's user has no permission for \"" + e.getMessage() + "\"";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "\"" + e.getMessage() + "\" is there and is no directory";
        }
        if (e instanceof NoSuchFileException) {
            return "\"" + e.getMessage() + "\" does not exist";
        }
        if (e instanceof NotDirectoryException) {
            return "\"" + e.getMessage() + "\" is no directory";
        }
        return String.valueOf(e.getMessage());
    }

    /** Makes names durable: on Linux, a new or renamed file survives a crash only when its directory is synced. */
    static void sync(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE, "syncing directory \"" + directory + "\" failed: " + reason(e), e);
        }
    }
}
