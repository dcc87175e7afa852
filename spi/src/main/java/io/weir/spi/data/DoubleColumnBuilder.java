package io.weir.spi.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

final class DoubleColumnBuilder extends ColumnBuilder {
    private double[] values = {};

    @Override
    public void addDouble(double value) {
        growIfFull();
        values[length++] = value;
    }

    @Override
    public void addFrom(Column column, int position) {
        if (column.isNull(position)) {
            addNull();
        } else {
            addDouble(((DoubleColumn) column).values()[position]);
        }
    }

    @Override
    void grow(int newCapacity) {
        values = Arrays.copyOf(values, newCapacity);
    }

    @Override
    void addPlaceholder() {
        length++;
    }

    @Override
    Column buildColumn(boolean @Nullable [] builtNulls) {
        Column column = new DoubleColumn(length, values, builtNulls);
        values = new double[0];
        return column;
    }
}
