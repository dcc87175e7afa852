package io.weir.spi.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

final class BooleanColumnBuilder extends ColumnBuilder {
    private boolean[] values = {};

    @Override
    public void addBoolean(boolean value) {
        growIfFull();
        values[length++] = value;
    }

    @Override
    public void addFrom(Column column, int position) {
        if (column.isNull(position)) {
            addNull();
        } else {
            addBoolean(((BooleanColumn) column).values()[position]);
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
        Column column = new BooleanColumn(length, values, builtNulls);
        values = new boolean[0];
        return column;
    }
}
