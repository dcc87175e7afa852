package io.weir.spi.storage;

import static io.weir.spi.Checks.checkArgument;
import static io.weir.spi.Checks.checkState;
import static java.util.Objects.requireNonNull;

import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A file in checkpoint storage.
 *
 * @param path relative to the job's folder ({@code shared/...}, {@code chk-7/...}) or, for a restored foreign checkpoint, a whole URI; {@code #} and a number at its end are the offset
 *     in a file that holds several; {@code inline:} begins one that is its own content, in URL-safe base 64
 * @param sizeBytes its size
 * @param checksum CRC-32C of its content
 */
public record StoredFile(String path, long sizeBytes, int checksum) {
    private static final String INLINE = "inline:";

    public StoredFile {
        requireNonNull(path, "path is null");
        checkArgument(sizeBytes >= 0, "size %s is negative", sizeBytes);
    }

    /** A file that is part of the manifest. */
    public static StoredFile inline(byte[] content) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(content);
        return new StoredFile(INLINE + text, content.length, checksumOf(content));
    }

    public static int checksumOf(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return (int) checksum.getValue();
    }

    /** Whether the manifest holds it: then there is nothing to read, delete or move. */
    public boolean isInline() {
        return path.startsWith(INLINE);
    }

    /** @throws IllegalArgumentException if it is not what was written */
    public byte[] inlineContent() {
        checkState(isInline(), "file %s is not inline", path);
        byte[] content = Base64.getUrlDecoder().decode(path.substring(INLINE.length()));
        checkArgument(
                content.length == sizeBytes && checksumOf(content) == checksum,
                "a file in the manifest does not have the checksum that was written");
        return content;
    }

    /** What messages call it. */
    @Override
    public String toString() {
        return isInline() ? "inline file of " + sizeBytes + " bytes" : path;
    }
}
