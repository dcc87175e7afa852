package io.weir.spi.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

final class ObjectColumnBuilder extends ColumnBuilder {
    private @Nullable Object[] values = {};

    @Override
    public void addObject(Object value) {
        growIfFull();
        values[length++] = value;
    }

    @Override
    public void addFrom(Column column, int position) {
        Object value = ((ObjectColumn) column).values()[position];
        if (value == null) {
            addNull();
        } else {
            addObject(value);
        }
    }

    @Override
    void grow(int newCapacity) {
        values = Arrays.copyOf(values, newCapacity);
    }

    @Override
    void addPlaceholder() {
        values[length++] = null;
    }

    @Override
    Column buildColumn(boolean @Nullable [] builtNulls) {
        Column column = new ObjectColumn(length, values);
        values = new Object[0];
        return column;
    }
}
