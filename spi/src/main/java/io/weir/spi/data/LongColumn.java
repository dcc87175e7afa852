package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;

import org.jspecify.annotations.Nullable;

/**
 * A column of {@code long} values: BIGINT, DECIMAL up to 18 digits (unscaled), and all times and day-time intervals in
 * microseconds.
 */
public final class LongColumn implements Column {
    private final int length;
    private final long[] values;
    private final boolean @Nullable [] nulls;

    /** Takes both arrays over. {@code values} and {@code nulls} hold {@code length} positions or more. */
    public LongColumn(int length, long[] values, boolean @Nullable [] nulls) {
        checkArgument(
                length >= 0 && length <= values.length && (nulls == null || length <= nulls.length),
                "length %s exceeds the arrays",
                length);
        this.length = length;
        this.values = values;
        this.nulls = nulls;
    }

    /** {@code long[length or more]}; not to be written to. */
    public long[] values() {
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
        return ColumnForm.LONGS;
    }

    @Override
    public long retainedBytes() {
        return values.length * (long) Long.BYTES + (nulls == null ? 0 : nulls.length);
    }

    @Override
    public LongColumn gather(int[] positions, int count) {
        long[] gathered = new long[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = values[positions[i]];
        }
        return new LongColumn(count, gathered, Column.gatherNulls(nulls, positions, count));
    }
}
