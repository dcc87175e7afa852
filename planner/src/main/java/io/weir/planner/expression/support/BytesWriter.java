package io.weir.planner.expression.support;

import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.ShortCopy;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the texts of one output column, row after row. */
public final class BytesWriter {
    private static final int BYTES_PER_ROW = 16;

    /**
     * A batch of a few thousand rows, each with a text as long as one may be, would take all memory and with it the
     * server.
     */
    private static final int MAX_BYTES =
            (int) Math.min(128 << 20, Runtime.getRuntime().maxMemory() / 16);

    private final int[] offsets;
    private byte[] data;
    private int row;

    /** For exactly this number of rows. */
    public BytesWriter(int rowCount) {
        offsets = new int[rowCount + 1];
        data = new byte[Math.max(64, rowCount * BYTES_PER_ROW)];
    }

    public void add(Text value) {
        int length = value.end - value.start;
        int from = offsets[row];
        int to = Math.addExact(from, length);
        if (to > data.length) {
            if (to > MAX_BYTES) {
                throw new WeirException(
                        ErrorCode.LIMIT_EXCEEDED, "texts of one batch exceed the limit of " + MAX_BYTES + " bytes");
            }
            data = Arrays.copyOf(data, Math.max(to, (int) Math.min(MAX_BYTES, data.length * 2L)));
        }
        ShortCopy.append(value.data, value.start, length, data, from);
        offsets[++row] = to;
    }

    public void addNull() {
        offsets[row + 1] = offsets[row];
        row++;
    }

    public BytesColumn build(boolean @Nullable [] nulls) {
        return new BytesColumn(offsets.length - 1, data, offsets, nulls);
    }
}
