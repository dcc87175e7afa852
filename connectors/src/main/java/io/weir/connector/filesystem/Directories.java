package io.weir.connector.filesystem;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the directory itself needs. */
final class Directories {
    private Directories() {}

    /** Makes names durable: on Linux, a new or renamed file survives a crash only when its directory is synced. */
    static void sync(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE,
                    "syncing directory \"" + directory + "\" failed: " + e.getMessage(),
                    e);
        }
    }
}
