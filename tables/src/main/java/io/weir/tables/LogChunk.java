package io.weir.tables;

import io.weir.spi.data.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of what one transaction did to one table: {@code count} times row kind (1 byte), length (4 bytes), row. At most
 * {@link #MAX_ROWS} rows.
 */
final class LogChunk {
    static final int MAX_ROWS = 4096;

    /** A row of the log. */
    record Entry(byte kind, byte[] row) {}

    private LogChunk() {}

    static void write(byte kind, byte[] row, ByteArrayBuilder out) {
        out.putByte(kind);
        out.putInt(row.length);
        out.putBytes(row);
    }

    static List<Entry> read(byte[] chunk) {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < chunk.length) {
            int length = Bytes.intAt(chunk, at + 1);
            entries.add(new Entry(chunk[at], Arrays.copyOfRange(chunk, at + 5, at + 5 + length)));
            at += 5 + length;
        }
        return entries;
    }

    /** A net change as entries of the log: what stood at a key before and after, and how often. */
    static List<Entry> entries(
            Relation relation, byte @Nullable [] rowBefore, byte @Nullable [] rowAfter, long before, long after) {
        List<Entry> entries = new ArrayList<>();
        if (relation.isUnique() && rowBefore != null && rowAfter != null) {
            entries.add(new Entry(RowKind.UPDATE_BEFORE_CODE, rowBefore));
            entries.add(new Entry(RowKind.UPDATE_AFTER_CODE, rowAfter));
            return entries;
        }
        for (long i = before; rowAfter != null && i < after; i++) {
            entries.add(new Entry(RowKind.INSERT_CODE, rowAfter));
        }
        for (long i = after; rowBefore != null && i < before; i++) {
            entries.add(new Entry(RowKind.DELETE_CODE, rowBefore));
        }
        return entries;
    }
}
