package io.weir.spi.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

final class BytesColumnBuilder extends ColumnBuilder {
    private static final int FIRST_BYTES = 512;
    private static final int LARGEST_FIRST_BYTES = 1 << 21;

    private int firstBytes = FIRST_BYTES;
    private byte[] data = {};
    private int[] offsets = {0};

    /** Bytes of the values since the last {@link #build}. */
    int byteCount() {
        return offsets[length];
    }

    @Override
    public void reserveBytes(int bytes) {
        int needed = BytesColumn.checkedBytes((long) offsets[length] + bytes);
        if (needed > data.length) {
            data = Arrays.copyOf(data, needed);
        }
    }

    @Override
    public void addBytes(byte[] source, int from, int to) {
        growIfFull();
        int start = offsets[length];
        int end = start + to - from;
        if (end > data.length || end < 0) {
            int needed = BytesColumn.checkedBytes((long) start + to - from);
            int doubled = (int) Math.min(BytesColumn.MAX_BYTES, data.length * 2L);
            data = Arrays.copyOf(data, Math.max(firstBytes, Math.max(needed, doubled)));
        }
        ShortCopy.append(source, from, to - from, data, start);
        offsets[++length] = end;
    }

    @Override
    public void addFrom(Column column, int position) {
        if (column.isNull(position)) {
            addNull();
        } else {
            BytesColumn bytes = (BytesColumn) column;
            addBytes(bytes.data(), bytes.start(position), bytes.end(position));
        }
    }

    @Override
    void grow(int newCapacity) {
        offsets = Arrays.copyOf(offsets, newCapacity + 1);
    }

    @Override
    void addPlaceholder() {
        offsets[length + 1] = offsets[length];
        length++;
    }

    @Override
    Column buildColumn(boolean @Nullable [] builtNulls) {
        Column column = new BytesColumn(length, data, offsets, builtNulls);
        firstBytes = Math.max(FIRST_BYTES, Math.min(offsets[length], LARGEST_FIRST_BYTES));
        data = new byte[0];
        offsets = new int[] {0};
        return column;
    }
}
