package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A column of byte strings: CHAR and VARCHAR as UTF-8, BINARY and VARBINARY. Value {@code i} is
 * {@code data[offsets[i] .. offsets[i + 1])}; a null is an empty range.
 */
public final class BytesColumn implements Column {
    /** The longest array that every Java virtual machine can make. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** One value may have as much: LISTAGG of sixteen million characters. */
    private static final int LEAST_LIMIT = 64 << 20;

    private static final int HEAP_PART = 8;

    /** A few thousand rows with a long text each would take all memory, and with it the process. */
    static final int MAX_BYTES = (int)
            Math.min(LONGEST_ARRAY, Math.max(LEAST_LIMIT, Runtime.getRuntime().maxMemory() / HEAP_PART));

    private final int length;
    private final byte[] data;
    private final int[] offsets;
    private final boolean @Nullable [] nulls;

    /** Takes the arrays over. {@code offsets} is {@code int[length + 1 or more]}, ascending. */
    public BytesColumn(int length, byte[] data, int[] offsets, boolean @Nullable [] nulls) {
        checkArgument(
                length >= 0
                        && length < offsets.length
                        && (nulls == null || length <= nulls.length)
                        && offsets[length] <= data.length,
                "length %s exceeds the arrays",
                length);
        this.length = length;
        this.data = data;
        this.offsets = offsets;
        this.nulls = nulls;
    }

    /** The bytes of all values; not to be written to. */
    public byte[] data() {
        return data;
    }

    /** {@code int[length + 1 or more]}; not to be written to. */
    public int[] offsets() {
        return offsets;
    }

    public int start(int position) {
        return offsets[position];
    }

    public int end(int position) {
        return offsets[position + 1];
    }

    public int byteCount(int position) {
        return offsets[position + 1] - offsets[position];
    }

    /** The value decoded from UTF-8. Allocates: not for hot loops. */
    public String text(int position) {
        return new String(data, offsets[position], byteCount(position), StandardCharsets.UTF_8);
    }

    /** A copy of the value's bytes. */
    public byte[] bytes(int position) {
        return Arrays.copyOfRange(data, offsets[position], offsets[position + 1]);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean @Nullable [] nulls() {
        return nulls;
    }

    @Override
    public ColumnForm form() {
        return ColumnForm.BYTES;
    }

    @Override
    public long retainedBytes() {
        return data.length + offsets.length * (long) Integer.BYTES + (nulls == null ? 0 : nulls.length);
    }

    @Override
    public BytesColumn gather(int[] positions, int count) {
        int[] gatheredOffsets = new int[count + 1];
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += offsets[positions[i] + 1] - offsets[positions[i]];
            gatheredOffsets[i + 1] =
                    (int) total; // meaningless once the sum is too large, which the check after the loop sees
        }
        byte[] gathered = new byte[checkedBytes(total)];
        for (int i = 0; i < count; i++) {
            int from = offsets[positions[i]];
            ShortCopy.append(data, from, offsets[positions[i] + 1] - from, gathered, gatheredOffsets[i]);
        }
        return new BytesColumn(count, gathered, gatheredOffsets, Column.gatherNulls(nulls, positions, count));
    }

    /**
     * The number, if a column may have so many bytes.
     *
     * @throws WeirException (LIMIT_EXCEEDED)
     */
    static int checkedBytes(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "texts of one batch of rows have " + bytes + " bytes together, more than " + MAX_BYTES)
                    .withHint("Shorter texts, or more memory (-Xmx): the limit is an eighth of the heap.");
        }
        return (int) bytes;
    }
}
