package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;

import org.jspecify.annotations.Nullable;

/** A column of {@code double} values: REAL and DOUBLE. */
public final class DoubleColumn implements Column {
    private final int length;
    private final double[] values;
    private final boolean @Nullable [] nulls;

    /** Takes both arrays over. {@code values} and {@code nulls} hold {@code length} positions or more. */
    public DoubleColumn(int length, double[] values, boolean @Nullable [] nulls) {
        checkArgument(
                length >= 0 && length <= values.length && (nulls == null || length <= nulls.length),
                "length %s exceeds the arrays",
                length);
        this.length = length;
        this.values = values;
        this.nulls = nulls;
    }

    /** {@code double[length or more]}; not to be written to. */
    public double[] values() {
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
        return ColumnForm.DOUBLES;
    }

    @Override
    public long retainedBytes() {
        return values.length * (long) Double.BYTES + (nulls == null ? 0 : nulls.length);
    }

    @Override
    public DoubleColumn gather(int[] positions, int count) {
        double[] gathered = new double[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = values[positions[i]];
        }
        return new DoubleColumn(count, gathered, Column.gatherNulls(nulls, positions, count));
    }
}
