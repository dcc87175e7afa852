package io.weir.runtime.operator.aggregate;

import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import java.util.Arrays;
import java.util.Objects;

/** Compares rows of columns of the same forms. NULL equals NULL, NaN equals NaN. */
final class ColumnRows {
    private ColumnRows() {}

    /** Whether two rows are equal in the columns from index {@code first} on. */
    static boolean equal(Column[] left, int leftPosition, Column[] right, int rightPosition, int first) {
        for (int i = first; i < left.length; i++) {
            if (!equal(left[i], leftPosition, right[i], rightPosition)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Column left, int leftPosition, Column right, int rightPosition) {
        boolean leftNull = left.isNull(leftPosition);
        if (leftNull || right.isNull(rightPosition)) {
            return leftNull && right.isNull(rightPosition);
        }
        if (left instanceof LongColumn longs) {
            return longs.values()[leftPosition] == ((LongColumn) right).values()[rightPosition];
        }
        if (left instanceof IntColumn ints) {
            return ints.values()[leftPosition] == ((IntColumn) right).values()[rightPosition];
        }
        if (left instanceof DoubleColumn doubles) {
            return Double.doubleToLongBits(doubles.values()[leftPosition])
                    == Double.doubleToLongBits(((DoubleColumn) right).values()[rightPosition]);
        }
        if (left instanceof BooleanColumn booleans) {
            return booleans.values()[leftPosition] == ((BooleanColumn) right).values()[rightPosition];
        }
        if (left instanceof BytesColumn bytes) {
            BytesColumn other = (BytesColumn) right;
            return Arrays.equals(
                    bytes.data(),
                    bytes.start(leftPosition),
                    bytes.end(leftPosition),
                    other.data(),
                    other.start(rightPosition),
                    other.end(rightPosition));
        }
        if (left instanceof ObjectColumn objects) {
            return Objects.equals(objects.values()[leftPosition], ((ObjectColumn) right).values()[rightPosition]);
        }
        throw new IllegalStateException("unknown column form " + left.form());
    }
}
