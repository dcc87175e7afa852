package io.weir.runtime.operator.join;

import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.ShortCopy;
import org.jspecify.annotations.Nullable;

/** Puts values that stand in many columns of one form into one, with a loop on primitives for each form. */
final class ScatteredColumn {
    /** The position of a NULL, whatever the column. */
    static final int NO_ROW = -1;

    private ScatteredColumn() {}

    /**
     * @param sources columns of one form
     * @param form their form
     * @param numbers {@code int[count or more]}: which of the columns
     * @param positions {@code int[count or more]}: where in it, or {@link #NO_ROW}
     * @param mayBeNull whether there may be a NULL among the values
     */
    static Column gather(
            Column[] sources, ColumnForm form, int[] numbers, int[] positions, int count, boolean mayBeNull) {
        boolean[] nulls = mayBeNull ? nulls(sources, numbers, positions, count) : null;
        return switch (form) {
            case BOOLEANS -> booleans(sources, numbers, positions, count, nulls);
            case INTS -> ints(sources, numbers, positions, count, nulls);
            case LONGS -> longs(sources, numbers, positions, count, nulls);
            case DOUBLES -> doubles(sources, numbers, positions, count, nulls);
            case BYTES -> bytes(sources, numbers, positions, count, nulls);
            case OBJECTS -> objects(sources, numbers, positions, count, nulls);
        };
    }

    private static boolean @Nullable [] nulls(Column[] sources, int[] numbers, int[] positions, int count) {
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (positions[i] == NO_ROW || sources[numbers[i]].isNull(positions[i])) {
                if (nulls == null) {
                    nulls = new boolean[count];
                }
                nulls[i] = true;
            }
        }
        return nulls;
    }

    private static boolean isAbsent(boolean @Nullable [] nulls, int i) {
        return nulls != null && nulls[i];
    }

    private static Column booleans(
            Column[] sources, int[] numbers, int[] positions, int count, boolean @Nullable [] nulls) {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            if (!isAbsent(nulls, i)) {
                values[i] = ((BooleanColumn) sources[numbers[i]]).values()[positions[i]];
            }
        }
        return new BooleanColumn(count, values, nulls);
    }

    private static Column ints(
            Column[] sources, int[] numbers, int[] positions, int count, boolean @Nullable [] nulls) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            if (!isAbsent(nulls, i)) {
                values[i] = ((IntColumn) sources[numbers[i]]).values()[positions[i]];
            }
        }
        return new IntColumn(count, values, nulls);
    }

    private static Column longs(
            Column[] sources, int[] numbers, int[] positions, int count, boolean @Nullable [] nulls) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            if (!isAbsent(nulls, i)) {
                values[i] = ((LongColumn) sources[numbers[i]]).values()[positions[i]];
            }
        }
        return new LongColumn(count, values, nulls);
    }

    private static Column doubles(
            Column[] sources, int[] numbers, int[] positions, int count, boolean @Nullable [] nulls) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            if (!isAbsent(nulls, i)) {
                values[i] = ((DoubleColumn) sources[numbers[i]]).values()[positions[i]];
            }
        }
        return new DoubleColumn(count, values, nulls);
    }

    private static Column bytes(
            Column[] sources, int[] numbers, int[] positions, int count, boolean @Nullable [] nulls) {
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            int length = isAbsent(nulls, i) ? 0 : ((BytesColumn) sources[numbers[i]]).byteCount(positions[i]);
            offsets[i + 1] = Math.addExact(offsets[i], length);
        }
        byte[] data = new byte[offsets[count]];
        for (int i = 0; i < count; i++) {
            if (!isAbsent(nulls, i)) {
                BytesColumn source = (BytesColumn) sources[numbers[i]];
                ShortCopy.append(
                        source.data(), source.start(positions[i]), offsets[i + 1] - offsets[i], data, offsets[i]);
            }
        }
        return new BytesColumn(count, data, offsets, nulls);
    }

    private static Column objects(
            Column[] sources, int[] numbers, int[] positions, int count, boolean @Nullable [] nulls) {
        @Nullable Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            if (!isAbsent(nulls, i)) {
                values[i] = ((ObjectColumn) sources[numbers[i]]).values()[positions[i]];
            }
        }
        return new ObjectColumn(count, values);
    }
}
