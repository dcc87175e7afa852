package io.weir.connector.filesystem;

import io.weir.spi.connector.Format;
import io.weir.spi.connector.SinkWriter.SinkSnapshot;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one writer. Blocking; one task at a time. */
final class PartOutput {
    private final PartFiles files;
    private final RollingPolicy rolling;
    private final byte[] header;
    /** Closed and synced since the last pre-commit. */
    private final List<byte[]> finished = new ArrayList<>();

    private @Nullable FileChannel channel;
    private String name = "";
    private long writtenBytes;
    private long openedMillis;
    private long lastWriteMillis;

    PartOutput(PartFiles files, RollingPolicy rolling, byte[] header) {
        this.files = files;
        this.rolling = rolling;
        this.header = header;
    }

    void append(Format.ByteBuffer lines, long nowMillis) {
        try {
            rollIfDue(nowMillis);
            FileChannel out = channel == null ? open(nowMillis) : channel;
            write(out, ByteBuffer.wrap(lines.array(), 0, lines.size()));
            lastWriteMillis = nowMillis;
            rollIfDue(nowMillis);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private FileChannel open(long nowMillis) throws IOException {
        name = files.nextName();
        // CREATE_NEW: a file that is there already would be another attempt's.
        FileChannel opened = FileChannel.open(inProgress(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel = opened;
        writtenBytes = 0;
        openedMillis = nowMillis;
        lastWriteMillis = nowMillis;
        write(opened, ByteBuffer.wrap(header));
        return opened;
    }

    private Path inProgress() {
        return files.directory().resolve(PartFiles.inProgress(name));
    }

    private void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            writtenBytes += out.write(bytes);
        }
    }

    void rollIfDue(long nowMillis) {
        if (channel != null && rolling.shouldRoll(writtenBytes, openedMillis, lastWriteMillis, nowMillis)) {
            finish();
        }
    }

    /** Closes the file; it is now one to commit. */
    private void finish() {
        FileChannel out = channel;
        if (out == null) {
            return;
        }
        channel = null;
        try (out) {
            out.force(true);
        } catch (IOException e) {
            throw failed(e);
        }
        finished.add(new PartFile(name, writtenBytes).toBytes());
    }

    SinkSnapshot prepareCommit() {
        finish();
        if (!finished.isEmpty()) {
            Directories.sync(files.directory());
        }
        SinkSnapshot snapshot = new SinkSnapshot(finished, List.of());
        finished.clear();
        return snapshot;
    }

    /** Leaves what is unfinished: the committer of the next attempt removes it. */
    void close() {
        FileChannel out = channel;
        channel = null;
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private WeirException failed(IOException e) {
        return new WeirException(
                ErrorCode.CONNECTOR_FAILURE,
                "writing file \"" + inProgress() + "\" failed: " + Directories.reason(e),
                e);
    }
}
