package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;

import org.jspecify.annotations.Nullable;

/** A column of {@code boolean} values: BOOLEAN. */
public final class BooleanColumn implements Column {
    private final int length;
    private final boolean[] values;
    private final boolean @Nullable [] nulls;

    /** Takes both arrays over. {@code values} and {@code nulls} hold {@code length} positions or more. */
    public BooleanColumn(int length, boolean[] values, boolean @Nullable [] nulls) {
        checkArgument(
                length >= 0 && length <= values.length && (nulls == null || length <= nulls.length),
                "length %s exceeds the arrays",
                length);
        this.length = length;
        this.values = values;
        this.nulls = nulls;
    }

    /** {@code boolean[length or more]}; not to be written to. */
    public boolean[] values() {
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
        return ColumnForm.BOOLEANS;
    }

    @Override
    public long retainedBytes() {
        return values.length * (long) 1 + (nulls == null ? 0 : nulls.length);
    }

    @Override
    public BooleanColumn gather(int[] positions, int count) {
        boolean[] gathered = new boolean[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = values[positions[i]];
        }
        return new BooleanColumn(count, gathered, Column.gatherNulls(nulls, positions, count));
    }
}
