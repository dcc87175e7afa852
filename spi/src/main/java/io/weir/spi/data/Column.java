package io.weir.spi.data;

import org.jspecify.annotations.Nullable;

/**
 * The values of one column of a batch, by position.
 *
 * <p>Immutable: whoever makes a column hands its arrays over and never writes to them again; columns are shared between
 * batches and threads without copying. The arrays may be longer than {@link #length()}. What a position that is null
 * holds in the value array is unspecified, except in {@link BytesColumn}, where it is an empty range.
 */
public sealed interface Column permits BooleanColumn, IntColumn, LongColumn, DoubleColumn, BytesColumn, ObjectColumn {

    /** The number of positions. */
    int length();

    /** {@code boolean[length or more]}, true where the value is null; null if no position is. Not to be written to. */
    boolean @Nullable [] nulls();

    default boolean isNull(int position) {
        boolean[] nulls = nulls();
        return nulls != null && nulls[position];
    }

    ColumnForm form();

    /** Bytes of memory that this column keeps alive, roughly. */
    long retainedBytes();

    /**
     * A copy that holds only the given positions, in the given order. {@code positions} is {@code int[count or more]}.
     */
    Column gather(int[] positions, int count);

    /** Gathers a null array; shared by the forms. */
    static boolean @Nullable [] gatherNulls(boolean @Nullable [] nulls, int[] positions, int count) {
        if (nulls == null) {
            return null;
        }
        boolean[] gathered = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            gathered[i] = nulls[positions[i]];
            any |= gathered[i];
        }
        return any ? gathered : null;
    }
}
