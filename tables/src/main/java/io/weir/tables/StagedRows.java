package io.weir.tables;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The place of rows that a sink has made durable and that nobody sees yet: version 1 (1 byte), checkpoint (8 bytes),
 * key in the store. This is the committable.
 */
record StagedRows(long checkpointId, byte[] key) {
    private static final int VERSION = 1;
    /** The subtask and the last byte of the key. */
    private static final int BEHIND_ATTEMPT = Integer.BYTES + 1;

    static StagedRows of(String sink, long checkpointId, long attempt, int subtask) {
        ByteArrayBuilder out = new ByteArrayBuilder(64);
        out.putBytes(TableSink.stagedPrefix(sink));
        out.putLong(checkpointId);
        out.putLong(attempt);
        out.putInt(subtask);
        // A key never ends in FF, so that the next key is found by counting up.
        out.putByte(0);
        return new StagedRows(checkpointId, out.build());
    }

    /** The sink that has staged them. */
    String sink() {
        int end = 0;
        while (key[end] != 0) {
            end++;
        }
        return new String(key, 0, end, StandardCharsets.UTF_8);
    }

    /** How far the sink has come when they are committed. */
    SinkMark mark() {
        return new SinkMark(checkpointId, Bytes.longAt(key, key.length - BEHIND_ATTEMPT - Long.BYTES));
    }

    byte[] encode() {
        ByteArrayBuilder out = new ByteArrayBuilder(key.length + 16);
        out.putByte(VERSION);
        out.putLong(checkpointId);
        out.putBytes(key);
        return out.build();
    }

    static StagedRows decode(byte[] data) {
        if (data.length < 1 + Long.BYTES || data[0] != VERSION) {
            throw new WeirException(ErrorCode.INCOMPATIBLE_STATE, "committable of a table has an unknown version");
        }
        return new StagedRows(Bytes.longAt(data, 1), Arrays.copyOfRange(data, 1 + Long.BYTES, data.length));
    }
}
