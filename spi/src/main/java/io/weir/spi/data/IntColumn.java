package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;

import org.jspecify.annotations.Nullable;

/** A column of {@code int} values: the integers up to 32 bits, DATE, and intervals of months. */
public final class IntColumn implements Column {
    private final int length;
    private final int[] values;
    private final boolean @Nullable [] nulls;

    /** Takes both arrays over. {@code values} and {@code nulls} hold {@code length} positions or more. */
    public IntColumn(int length, int[] values, boolean @Nullable [] nulls) {
        checkArgument(
                length >= 0 && length <= values.length && (nulls == null || length <= nulls.length),
                "length %s exceeds the arrays",
                length);
        this.length = length;
        this.values = values;
        this.nulls = nulls;
    }

    /** {@code int[length or more]}; not to be written to. */
    public int[] values() {
        return values;
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
        return ColumnForm.INTS;
    }

    @Override
    public long retainedBytes() {
        return values.length * (long) Integer.BYTES + (nulls == null ? 0 : nulls.length);
    }

    @Override
    public IntColumn gather(int[] positions, int count) {
        int[] gathered = new int[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = values[positions[i]];
        }
        return new IntColumn(count, gathered, Column.gatherNulls(nulls, positions, count));
    }
}
