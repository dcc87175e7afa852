package io.weir.connector.filesystem;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads one split, chunk by chunk. Blocking; used by one thread at a time.
 *
 * <p>A line belongs to the range in which it begins. So a range that does not begin the file first looks for the end of
 * the line that the byte before it is part of, and a range goes on behind its end until its last line ends.
 */
final class ChunkReader implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 18;
    static final int MAX_LINE_BYTES = 1 << 24;
    /** What is kept of a line that is too long. */
    private static final int SHOWN_BYTES = 1 << 10;

    private static final int GZIP_BUFFER_BYTES = 1 << 16;
    /** U+FEFF in UTF-8, which some programs put in front of a text. It is no part of it. */
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int number;
    private final FileSplit split;
    private final InputStream in;
    /** Whether a byte order mark has still to be passed over, if there is one. */
    private boolean beginsFile;
    /** Header lines that have still to be passed over. */
    private int headerLines;

    private byte[] buffer = new byte[CHUNK_BYTES];
    private int filled;
    /** Where in the file {@code buffer[0]} stands. */
    private long offset;

    private boolean ended;

    /** @param path the real path, checked */
    ChunkReader(int number, FileSplit split, Path path, int headerLineCount) {
        this.number = number;
        this.split = split;
        boolean atStart = split.next() == FileSplit.NOT_STARTED;
        boolean midway = atStart && split.start() > 0;
        this.offset = midway ? split.start() - 1 : Math.max(0, split.next());
        this.beginsFile = offset == 0;
        this.headerLines = atStart && split.start() == 0 ? headerLineCount : 0;
        try {
            this.in = open(path);
            if (midway) {
                skipLine();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private InputStream open(Path path) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(path);
        try {
            if (channel.size() < split.fileLength()) {
                throw shrunk(channel.size());
            }
            if (!split.isCompressed()) {
                channel.position(offset);
                return Channels.newInputStream(channel);
            }
            InputStream uncompressed = new GZIPInputStream(Channels.newInputStream(channel), GZIP_BUFFER_BYTES);
            uncompressed.skipNBytes(offset);
            return uncompressed;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The next chunk. The last one may be empty. */
    Chunk next() {
        try {
            if (beginsFile) {
                skipByteOrderMark();
                beginsFile = false;
            }
            while (headerLines > 0) {
                skipLine();
                headerLines--;
            }
            return read();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Chunk read() throws IOException {
        int cut = endOfLines();
        while (cut == 0 && !ended && offset < split.end()) {
            if (filled >= MAX_LINE_BYTES) {
                return tooLong();
            }
            fill();
            cut = endOfLines();
        }
        boolean last = offset + cut >= split.end() || (ended && cut == filled);
        Chunk chunk = new Chunk(number, Arrays.copyOf(buffer, cut), cut, offset, 0, last);
        drop(cut);
        return chunk;
    }

    /** The beginning of the line that fills the buffer, which is passed over. */
    private Chunk tooLong() throws IOException {
        long begin = offset;
        byte[] beginning = Arrays.copyOf(buffer, SHOWN_BYTES);
        skipLine();
        boolean last = offset >= split.end() || (ended && filled == 0);
        return new Chunk(number, beginning, beginning.length, begin, offset - begin, last);
    }

    /** Behind the last whole line in the buffer that begins before the end of the split; 0 if there is none. */
    private int endOfLines() {
        if (offset >= split.end()) {
            return 0;
        }
        if (offset + filled > split.end()) {
            // The line that holds the last byte of the range is the last one.
            for (int i = (int) (split.end() - 1 - offset); i < filled; i++) {
                if (buffer[i] == '\n') {
                    return i + 1;
                }
            }
        }
        if (ended) {
            return filled; // the last line of a file may lack its line feed
        }
        int cut = filled;
        while (cut > 0 && buffer[cut - 1] != '\n') {
            cut--;
        }
        return cut;
    }

    /** Reads on; makes room for longer lines. */
    private void fill() throws IOException {
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int room = buffer.length - filled;
        if (!split.isCompressed()) {
            room = (int) Math.min(room, split.fileLength() - offset - filled);
            if (room == 0) {
                ended = true;
                return;
            }
        }
        int count = in.read(buffer, filled, room);
        if (count < 0 && !split.isCompressed()) {
            throw shrunk(offset + filled);
        }
        ended = count < 0;
        filled += Math.max(0, count);
        ended |= !split.isCompressed() && offset + filled == split.fileLength();
    }

    private void skipByteOrderMark() throws IOException {
        while (filled < BYTE_ORDER_MARK.length && !ended) {
            fill();
        }
        int length = BYTE_ORDER_MARK.length;
        if (filled >= length && Arrays.equals(buffer, 0, length, BYTE_ORDER_MARK, 0, length)) {
            drop(length);
        }
    }

    private void skipLine() throws IOException {
        while (true) {
            for (int i = 0; i < filled; i++) {
                if (buffer[i] == '\n') {
                    drop(i + 1);
                    return;
                }
            }
            if (ended) {
                drop(filled);
                return;
            }
            drop(filled);
            fill();
        }
    }

    private void drop(int count) {
        System.arraycopy(buffer, count, buffer, 0, filled - count);
        filled -= count;
        offset += count;
    }

    private WeirException shrunk(long length) {
        return new WeirException(
                ErrorCode.DATA_LOST_UPSTREAM,
                "file \"" + split.path() + "\" has " + length + " bytes, had " + split.fileLength()
                        + " when it was found");
    }

    private WeirException failed(IOException e) {
        if (e instanceof NoSuchFileException) {
            return new WeirException(
                    ErrorCode.DATA_LOST_UPSTREAM,
                    "file \"" + split.path() + "\" is gone before it was read to its end",
                    e);
        }
        String what = e instanceof EOFException ? "it ends too early" : String.valueOf(e.getMessage());
        return new WeirException(
                ErrorCode.CONNECTOR_FAILURE, "reading file \"" + split.path() + "\" failed: " + what, e);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
