package io.weir.server.catalog;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One file of checksummed records, appended to and read once.
 *
 * <pre>
 * 0    magic "WEIRCAT1"
 * 8    slot 0: acknowledged length (long), CRC-32C of it (int)
 * 24   slot 1: likewise
 * 40   records, each: length (int), CRC-32C of number and length (int), number (long), CRC-32C of content (int), content
 * </pre>
 *
 * <p>A record is written and synced; only then is the length up to its end written to one of the two slots, in turn. So
 * a record that cannot be read is the torn end of a write that nobody was told of if it begins at or behind the
 * acknowledged length, and is then dropped; before it, the file is damaged and refused. Not thread-safe.
 */
final class LogFile implements AutoCloseable {
    private static final byte[] MAGIC = "WEIRCAT1".getBytes(StandardCharsets.US_ASCII);
    private static final int SLOT_BYTES = 16;
    private static final int FIRST_RECORD = MAGIC.length + 2 * SLOT_BYTES;
    private static final int HEADER_BYTES = 20;
    private static final int MAX_RECORD_BYTES = 64 << 20;

    private final Path path;
    private final FileChannel channel;
    private long end;
    private long nextNumber;

    private LogFile(Path path, FileChannel channel, long end, long nextNumber) {
        this.path = path;
        this.channel = channel;
        this.end = end;
        this.nextNumber = nextNumber;
    }

    /** A new, empty file; durable apart from its name in the folder. */
    static LogFile create(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.READ);
        ByteBuffer head = ByteBuffer.allocate(FIRST_RECORD);
        head.put(MAGIC).put(slot(FIRST_RECORD)).put(slot(FIRST_RECORD)).flip();
        writeFully(channel, head, 0);
        channel.force(true);
        return new LogFile(path, channel, FIRST_RECORD, 1);
    }

    /**
     * Opens a file for appending, after handing over all its records.
     *
     * @throws WeirException (STORAGE_CORRUPT) that names file and offset
     */
    static LogFile open(Path path, List<byte[]> records) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        if (bytes.length < FIRST_RECORD || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw damaged(path, 0, "it does not begin like a catalog");
        }
        long acknowledged = Math.max(acknowledged(bytes, 0), acknowledged(bytes, 1));
        if (acknowledged < FIRST_RECORD) {
            throw damaged(path, MAGIC.length, "neither note of its length can be read");
        }
        if (acknowledged > bytes.length) {
            throw damaged(path, bytes.length, "it ends here, " + acknowledged + " bytes had been written");
        }
        List<byte[]> read = new ArrayList<>();
        int position = FIRST_RECORD;
        while (position < bytes.length) {
            byte[] content = record(bytes, position, read.size() + 1L);
            if (content == null) {
                if (position < acknowledged) {
                    throw damaged(path, position, "the record there does not match its checksum");
                }
                break;
            }
            read.add(content);
            position += HEADER_BYTES + content.length;
        }
        records.addAll(read);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        if (position < bytes.length) {
            channel.truncate(position);
            channel.force(true);
        }
        return new LogFile(path, channel, position, read.size() + 1L);
    }

    private static WeirException damaged(Path path, long offset, String why) {
        return new WeirException(
                        ErrorCode.STORAGE_CORRUPT,
                        "catalog file " + path + " is damaged at offset " + offset + ": " + why)
                .withHint("Put the file back from a copy. Nothing has been changed.");
    }

    /** The content of the record at a position, or null if there is none that is whole. */
    private static byte @org.jspecify.annotations.Nullable [] record(byte[] bytes, int position, long number) {
        if (bytes.length - position < HEADER_BYTES) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, position, HEADER_BYTES);
        int length = header.getInt();
        int headerChecksum = header.getInt();
        long foundNumber = header.getLong();
        int checksum = header.getInt();
        if (headerChecksum != headerChecksum(foundNumber, length)
                || foundNumber != number
                || length < 0
                || length > bytes.length - position - HEADER_BYTES) {
            return null;
        }
        byte[] content = Arrays.copyOfRange(bytes, position + HEADER_BYTES, position + HEADER_BYTES + length);
        return checksum(content) == checksum ? content : null;
    }

    /**
     * Appends a record; it is durable when this returns. When it throws, the record may be there or not, and the file
     * must not be used any more.
     */
    void append(byte[] content) throws IOException {
        if (content.length > MAX_RECORD_BYTES) {
            throw new WeirException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a change of the catalog has " + content.length + " bytes, more than " + MAX_RECORD_BYTES);
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + content.length);
        record.putInt(content.length)
                .putInt(headerChecksum(nextNumber, content.length))
                .putLong(nextNumber)
                .putInt(checksum(content))
                .put(content)
                .flip();
        writeFully(channel, record, end);
        channel.force(true);
        if (!Files.exists(path)) {
            // Somebody has removed it; what is written to it still would be gone with the process.
            throw new IOException("it has been removed");
        }
        end += HEADER_BYTES + content.length;
        // Not synced: a note that is one record late only makes the last record pass for unacknowledged.
        writeFully(channel, ByteBuffer.wrap(slot(end)), MAGIC.length + (nextNumber & 1) * SLOT_BYTES);
        nextNumber++;
    }

    long sizeBytes() {
        return end;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.force(true);
        channel.close();
    }

    private static byte[] slot(long length) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(length).flip());
        return ByteBuffer.allocate(SLOT_BYTES)
                .putLong(length)
                .putInt((int) checksum.getValue())
                .array();
    }

    private static long acknowledged(byte[] bytes, int slot) {
        int position = MAGIC.length + slot * SLOT_BYTES;
        long length = ByteBuffer.wrap(bytes).getLong(position);
        boolean isWhole = Arrays.equals(
                bytes, position, position + Long.BYTES + Integer.BYTES, slot(length), 0, Long.BYTES + Integer.BYTES);
        return isWhole ? length : -1;
    }

    private static int headerChecksum(long number, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(number)
                .putInt(length)
                .flip());
        return (int) checksum.getValue();
    }

    private static int checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return (int) checksum.getValue();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
