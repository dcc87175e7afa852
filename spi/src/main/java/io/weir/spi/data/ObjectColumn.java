package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;

import org.jspecify.annotations.Nullable;

/**
 * A column of boxed values, for the types that have no primitive form: DECIMAL beyond 18 digits, ARRAY, MAP, ROW. The
 * objects are those of {@link DataType} and are never modified. A null value is a null reference; {@link #nulls()} is
 * kept in step.
 */
public final class ObjectColumn implements Column {
    private static final int BYTES_PER_OBJECT = 48;

    private final int length;
    private final @Nullable Object[] values;
    private final boolean @Nullable [] nulls;

    /** Takes the array over; it holds {@code length} positions or more. */
    public ObjectColumn(int length, @Nullable Object[] values) {
        checkArgument(length >= 0 && length <= values.length, "length %s exceeds the array", length);
        this.length = length;
        this.values = values;
        this.nulls = nullsOf(length, values);
    }

    private static boolean @Nullable [] nullsOf(int length, @Nullable Object[] values) {
        boolean[] nulls = null;
        for (int i = 0; i < length; i++) {
            if (values[i] == null) {
                if (nulls == null) {
                    nulls = new boolean[length];
                }
                nulls[i] = true;
            }
        }
        return nulls;
    }

    /** {@code Object[length or more]}; not to be written to. */
    public @Nullable Object[] values() {
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
        return ColumnForm.OBJECTS;
    }

    @Override
    public long retainedBytes() {
        return values.length * (long) BYTES_PER_OBJECT;
    }

    @Override
    public ObjectColumn gather(int[] positions, int count) {
        @Nullable Object[] gathered = new Object[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = values[positions[i]];
        }
        return new ObjectColumn(count, gathered);
    }
}
