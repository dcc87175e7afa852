package io.weir.runtime.state;

import static io.weir.spi.Checks.checkState;

import java.util.Arrays;

/**
 * Byte strings one after the other in one array, one for each row, as {@link RowCodec} and {@link SortKeyCodec} write
 * them. Reused from batch to batch: what it holds is valid until {@link #clear}. Not thread-safe.
 */
public final class ByteRows {
    private static final int FIRST_BYTES = 1024;
    private static final int FIRST_ROWS = 64;

    byte[] data = new byte[FIRST_BYTES];
    int[] offsets = new int[FIRST_ROWS + 1];
    int count;

    /** Where the next byte goes: {@code offsets[count]}, or behind it while a row is being written. */
    int position;

    /** Forgets all rows. */
    public void clear() {
        count = 0;
        position = 0;
    }

    /** The number of closed rows. */
    public int count() {
        return count;
    }

    /** The array in which all rows stand; valid until the next write. Not to be written to. */
    public byte[] data() {
        return data;
    }

    public int start(int row) {
        return offsets[row];
    }

    public int end(int row) {
        return offsets[row + 1];
    }

    /** A copy of the bytes of a row. */
    public byte[] bytes(int row) {
        return Arrays.copyOfRange(data, offsets[row], offsets[row + 1]);
    }

    /** Appends bytes to the row that is being written. */
    public void append(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, data, position, to - from);
        position += to - from;
    }

    /** Closes the row that is being written; what follows belongs to the next one. */
    public void endRow() {
        if (offsets.length <= count + 1) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        offsets[++count] = position;
    }

    /** Makes room for this many bytes at {@link #position}. */
    void reserve(int bytes) {
        data = ensure(data, (long) position + bytes);
    }

    /** Makes room for this many rows in {@link #offsets}. */
    void reserveRows(int rows) {
        if (offsets.length <= rows) {
            offsets = new int[Math.max(rows + 1, offsets.length * 2)];
        }
    }

    static byte[] ensure(byte[] data, long needed) {
        if (needed <= data.length) {
            return data;
        }
        checkState(needed <= Integer.MAX_VALUE - 8, "the encoded rows of one batch exceed 2 GB: %s bytes", needed);
        return Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, data.length * 2L)));
    }
}
