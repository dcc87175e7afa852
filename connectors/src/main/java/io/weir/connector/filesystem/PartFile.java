package io.weir.connector.filesystem;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A committable: a file that is complete but hidden.
 *
 * @param name its final name in the table's directory
 */
record PartFile(String name, long length) {
    private static final byte VERSION = 1;

    byte[] toBytes() {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + text.length)
                .put(VERSION)
                .putLong(length)
                .put(text)
                .array();
    }

    static PartFile of(byte[] committable) {
        ByteBuffer bytes = ByteBuffer.wrap(committable);
        try {
            if (bytes.get() == VERSION) {
                long length = bytes.getLong();
                String name = new String(committable, bytes.position(), bytes.remaining(), StandardCharsets.UTF_8);
                // Comes from a file, and becomes a path: never outside the directory.
                if (!name.contains("/") && !name.contains("\\") && !name.contains("\0") && name.startsWith("part-")) {
                    return new PartFile(name, length);
                }
            }
        } catch (BufferUnderflowException e) {
            throw new WeirException(ErrorCode.INCOMPATIBLE_STATE, "committable of a file sink is torn", e);
        }
        throw new WeirException(
                ErrorCode.INCOMPATIBLE_STATE, "committable of a file sink was written by another version or connector");
    }
}
