package io.weir.runtime.operator.over;

import io.weir.runtime.operator.SortKey;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The values of the only order column of a partition as ascending numbers, for RANGE with an offset. */
final class OrderValues {
    private final SortKey key;
    private final boolean isDouble;
    private long[] longs = {};
    private double[] doubles = {};
    private Column column = new LongColumn(0, new long[0], null);

    OrderValues(SortKey key) {
        this.key = key;
        this.isDouble = key.type().form() == ColumnForm.DOUBLES;
    }

    /** Takes the rows of a partition: a batch without a selection. */
    void read(Batch batch) {
        column = batch.column(key.column());
        int count = batch.rowCount();
        if (isDouble && doubles.length < count) {
            doubles = new double[count];
        } else if (!isDouble && longs.length < count) {
            longs = new long[count];
        }
        for (int row = 0; row < count; row++) {
            if (column instanceof DoubleColumn values) {
                doubles[row] = key.descending() ? -values.values()[row] : values.values()[row];
            } else {
                long value =
                        column instanceof IntColumn ints ? ints.values()[row] : ((LongColumn) column).values()[row];
                // The complement turns the order round without overflow, and keeps differences.
                longs[row] = key.descending() ? ~value : value;
            }
        }
    }

    boolean isNull(int row) {
        return column.isNull(row);
    }

    boolean nullsFirst() {
        return key.nullsFirst();
    }

    /** Compares the value of a row with that of another one plus an offset. */
    int compare(int row, int base, BigDecimal offset) {
        if (isDouble) {
            return Double.compare(doubles[row] + 0.0, doubles[base] + offset.doubleValue() + 0.0);
        }
        long distance = offset.setScale(key.type().scale(), RoundingMode.DOWN)
                .unscaledValue()
                .longValue();
        long sum = longs[base] + distance;
        boolean overflows = ((longs[base] ^ sum) & (distance ^ sum)) < 0;
        return overflows ? (distance > 0 ? -1 : 1) : Long.compare(longs[row], sum);
    }
}
