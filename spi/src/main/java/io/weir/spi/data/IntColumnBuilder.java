package io.weir.spi.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

final class IntColumnBuilder extends ColumnBuilder {
    private int[] values = {};

    @Override
    public void addInt(int value) {
        growIfFull();
        values[length++] = value;
    }

    @Override
    public void addFrom(Column column, int position) {
        if (column.isNull(position)) {
            addNull();
        } else {
            addInt(((IntColumn) column).values()[position]);
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
        Column column = new IntColumn(length, values, builtNulls);
        values = new int[0];
        return column;
    }
}
