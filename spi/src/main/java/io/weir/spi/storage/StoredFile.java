package io.weir.spi.storage;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A file in checkpoint storage.
 *
 * @param path relative to the job's folder ({@code shared/...}, {@code chk-7/...}) or, for a restored foreign checkpoint, a whole URI
 * @param sizeBytes its size
 * @param checksum CRC-32C of its content
 */
public record StoredFile(String path, long sizeBytes, int checksum) {
    public StoredFile {
        requireNonNull(path, "path is null");
        checkArgument(sizeBytes >= 0, "size %s is negative", sizeBytes);
    }
}
