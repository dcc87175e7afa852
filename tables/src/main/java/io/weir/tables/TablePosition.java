package io.weir.tables;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where to go on reading a relation.
 *
 * <pre>
 * version 1 (1 byte), phase (1 byte), sequence (8 bytes), chunk (4 bytes), stored key
 * </pre>
 *
 * @param phase 0: nothing has been read; 1: in the rows as of {@code sequence}, behind {@code key}; 2: in the log, next
 *     is chunk {@code chunk} of {@code sequence}
 */
record TablePosition(int phase, long sequence, int chunk, byte @Nullable [] key) {
    private static final int VERSION = 1;
    private static final int NOTHING = 0;
    private static final int ROWS = 1;
    private static final int LOG = 2;
    private static final int HEADER = 2 + Long.BYTES + Integer.BYTES;

    static TablePosition start() {
        return new TablePosition(NOTHING, 0, 0, null);
    }

    static TablePosition inRows(long sequence, byte @Nullable [] key) {
        return new TablePosition(ROWS, sequence, 0, key);
    }

    static TablePosition inLog(long sequence, int chunk) {
        return new TablePosition(LOG, sequence, chunk, null);
    }

    boolean isStart() {
        return phase == NOTHING;
    }

    boolean isInRows() {
        return phase == ROWS;
    }

    byte[] encode() {
        ByteArrayBuilder out = new ByteArrayBuilder(32);
        out.putByte(VERSION);
        out.putByte(phase);
        out.putLong(sequence);
        out.putInt(chunk);
        if (key != null) {
            out.putBytes(key);
        }
        return out.build();
    }

    static TablePosition decode(byte[] data) {
        if (data.length < HEADER || data[0] != VERSION) {
            throw new WeirException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "position in a table has version " + (data.length == 0 ? "none" : data[0]) + ", wanted " + VERSION);
        }
        byte[] key = data.length == HEADER ? null : Arrays.copyOfRange(data, HEADER, data.length);
        return new TablePosition(data[1], Bytes.longAt(data, 2), Bytes.intAt(data, 2 + Long.BYTES), key);
    }
}
