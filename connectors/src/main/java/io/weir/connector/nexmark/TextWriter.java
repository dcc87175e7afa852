package io.weir.connector.nexmark;

import io.weir.spi.data.BytesColumn;
import java.util.Arrays;

/**
 * Collects the ASCII values of one text column. Values are written to {@link #data} at {@link #end} after
 * {@link #reserve}, then closed.
 */
final class TextWriter {
    byte[] data;
    int end;
    private final int[] offsets;
    private int length;

    TextWriter(int rows, int expectedBytesPerRow) {
        this.data = new byte[Math.multiplyExact(Math.max(1, rows), expectedBytesPerRow)];
        this.offsets = new int[rows + 1];
    }

    /** Makes room for so many more bytes. */
    void reserve(int bytes) {
        if (data.length - end < bytes) {
            data = Arrays.copyOf(data, Math.max(Math.addExact(end, bytes), data.length + (data.length >> 1)));
        }
    }

    void copy(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, data, end, count);
        end += count;
    }

    void put(byte value) {
        reserve(1);
        data[end++] = value;
    }

    /** Where the value that is being written starts. */
    int valueStart() {
        return offsets[length];
    }

    void endValue() {
        offsets[++length] = end;
    }

    BytesColumn column() {
        return new BytesColumn(length, data, offsets, null);
    }
}
