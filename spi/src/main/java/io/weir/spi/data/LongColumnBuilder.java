package io.weir.spi.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

final class LongColumnBuilder extends ColumnBuilder {
    private long[] values = {};

    @Override
    public void addLong(long value) {
        growIfFull();
        values[length++] = value;
    }

    @Override
    public void addFrom(Column column, int position) {
        if (column.isNull(position)) {
            addNull();
        } else {
            addLong(((LongColumn) column).values()[position]);
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
        Column column = new LongColumn(length, values, builtNulls);
        values = new long[0];
        return column;
    }
}
