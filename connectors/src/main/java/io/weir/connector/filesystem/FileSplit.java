package io.weir.connector.filesystem;

import io.weir.connector.filesystem.FileLocation.FoundFile;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a file that begin in a range of it, and how far they have been read.
 *
 * @param rangeSize size of all ranges of this file, 0 if it is read whole
 * @param index number of the range
 * @param fileLength bytes of the file when it was found; what is appended later is not read
 * @param next offset of the next line, in the uncompressed bytes; {@link #NOT_STARTED} until the first line has been
 *     looked for
 */
record FileSplit(
        Path path, long rangeSize, long index, long fileLength, long modifiedMillis, long next, boolean finished) {
    static final long NOT_STARTED = -1;

    private static final byte VERSION = 1;
    private static final int POSITION_BYTES = 1 + 3 * Long.BYTES + 1;

    /** The splits of a file found, not started. */
    static List<FileSplit> of(FoundFile file, long rangeSize) {
        boolean whole = isCompressed(file.path()) || file.length() <= rangeSize;
        return of(file.path(), whole ? 0 : rangeSize, file.length(), file.modifiedMillis());
    }

    private static List<FileSplit> of(Path path, long rangeSize, long fileLength, long modifiedMillis) {
        long count = rangeSize == 0 ? 1 : (fileLength + rangeSize - 1) / rangeSize;
        List<FileSplit> splits = new ArrayList<>();
        for (long index = 0; index < count; index++) {
            splits.add(new FileSplit(path, rangeSize, index, fileLength, modifiedMillis, NOT_STARTED, false));
        }
        return splits;
    }

    /** All splits of this split's file, not started, cut as this one was, whatever the options say now. */
    List<FileSplit> siblings() {
        return of(path, rangeSize, fileLength, modifiedMillis);
    }

    static boolean isCompressed(Path path) {
        return path.toString().endsWith(".gz");
    }

    boolean isCompressed() {
        return isCompressed(path);
    }

    /** The id has what must never change: the path, and where its ranges are cut. */
    String id() {
        return path + "#" + index + ":" + rangeSize;
    }

    long start() {
        return index * rangeSize;
    }

    /** Lines that begin here or later are another split's. */
    long end() {
        return rangeSize == 0 ? Long.MAX_VALUE : Math.min(fileLength, start() + rangeSize);
    }

    FileSplit at(long newNext, boolean nowFinished) {
        return new FileSplit(path, rangeSize, index, fileLength, modifiedMillis, newNext, nowFinished);
    }

    SplitPosition position() {
        byte[] bytes = ByteBuffer.allocate(POSITION_BYTES)
                .put(VERSION)
                .putLong(next)
                .putLong(fileLength)
                .putLong(modifiedMillis)
                .put((byte) (finished ? 1 : 0))
                .array();
        return new SplitPosition(id(), bytes);
    }

    static FileSplit read(SplitPosition position) {
        String id = position.splitId();
        int hash = id.lastIndexOf('#');
        int colon = id.lastIndexOf(':');
        ByteBuffer bytes = ByteBuffer.wrap(position.position());
        try {
            if (hash >= 0 && colon > hash && bytes.get() == VERSION) {
                Path path = Path.of(id.substring(0, hash));
                long index = Long.parseLong(id.substring(hash + 1, colon));
                long rangeSize = Long.parseLong(id.substring(colon + 1));
                long next = bytes.getLong();
                long fileLength = bytes.getLong();
                return new FileSplit(path, rangeSize, index, fileLength, bytes.getLong(), next, bytes.get() == 1);
            }
        } catch (NumberFormatException | BufferUnderflowException e) {
            throw new WeirException(ErrorCode.INCOMPATIBLE_STATE, "position of split \"" + id + "\" is torn", e);
        }
        throw new WeirException(
                ErrorCode.INCOMPATIBLE_STATE,
                "position of split \"" + id + "\" was written by another version or connector");
    }
}
