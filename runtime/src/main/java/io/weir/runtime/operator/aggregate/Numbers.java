package io.weir.runtime.operator.aggregate;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Reads argument columns by row into scratch arrays, and writes results in the form of their type. */
final class Numbers {
    private Numbers() {}

    /** The values of an integer-like column by row, into {@code values}, {@code long[batch.rowCount() or more]}. */
    static void readLongs(Batch batch, int index, long[] values) {
        Column column = batch.column(index);
        int[] selection = batch.selection();
        int rowCount = batch.rowCount();
        if (column instanceof LongColumn longs) {
            long[] source = longs.values();
            if (selection == null) {
                System.arraycopy(source, 0, values, 0, rowCount);
            } else {
                for (int row = 0; row < rowCount; row++) {
                    values[row] = source[selection[row]];
                }
            }
        } else if (column instanceof IntColumn ints) {
            int[] source = ints.values();
            for (int row = 0; row < rowCount; row++) {
                values[row] = source[selection == null ? row : selection[row]];
            }
        } else if (column instanceof BooleanColumn booleans) {
            boolean[] source = booleans.values();
            for (int row = 0; row < rowCount; row++) {
                values[row] = source[selection == null ? row : selection[row]] ? 1 : 0;
            }
        } else {
            throw new IllegalStateException("integers expected, column is " + column.form());
        }
    }

    /** The values of a numeric column by row, as doubles. */
    static void readDoubles(Batch batch, int index, DataType type, double[] values) {
        Column column = batch.column(index);
        double scale = type.kind() == TypeKind.DECIMAL ? Math.pow(10, type.scale()) : 1;
        for (int row = 0; row < batch.rowCount(); row++) {
            int position = batch.position(row);
            if (column instanceof DoubleColumn doubles) {
                values[row] = doubles.values()[position];
            } else if (column instanceof LongColumn longs) {
                values[row] = longs.values()[position] / scale;
            } else if (column instanceof IntColumn ints) {
                values[row] = ints.values()[position];
            } else if (column instanceof ObjectColumn objects) {
                values[row] = objects.values()[position] instanceof BigDecimal decimal ? decimal.doubleValue() : 0;
            } else {
                throw new IllegalStateException("numbers expected, column is " + column.form());
            }
        }
    }

    /** Doubles in an order that {@code long} comparison keeps, NaN greatest, -0.0 and 0.0 the same. */
    static long sortable(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** Undoes {@link #sortable}. */
    static double fromSortable(long sortable) {
        return Double.longBitsToDouble(sortable ^ ((sortable >> 63) & Long.MAX_VALUE));
    }

    /**
     * Adds a decimal in the form of its type, rounded half up to its scale.
     *
     * @throws WeirException (NUMERIC_OVERFLOW) if it has too many digits
     */
    static void addDecimal(DataType type, BigDecimal value, ColumnBuilder out) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > type.precision()) {
            throw overflow(type, value.toPlainString());
        }
        if (type.form() == ColumnForm.LONGS) {
            out.addLong(scaled.unscaledValue().longValueExact());
        } else {
            out.addObject(scaled);
        }
    }

    static WeirException overflow(DataType type, String found) {
        return new WeirException(
                        ErrorCode.NUMERIC_OVERFLOW, "aggregate result " + found + " is out of range for " + type)
                .withHint("Cast the argument to a wider type, such as DECIMAL(38, 0) or DOUBLE.");
    }
}
