package io.weir.runtime.task;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.operator.source.WatermarkSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;

/** The greatest value of a watermark's expression over the rows of a batch. */
final class EventTimes {
    private final ColumnExpression expression;
    /** The column that the expression rises with; negative if that is not known. */
    private final int risesWith;

    private final int[] greatestRow = new int[1];

    EventTimes(WatermarkSpec spec) {
        expression = spec.expression().get();
        risesWith = spec.risesWith().orElse(-1);
    }

    /** In microseconds; {@link Watermark#NONE} if all rows have NULL. */
    long greatest(Batch batch) {
        long greatest = risesWith < 0 ? greatestOfAll(batch) : ofGreatestRow(batch);
        // The end of time is a signal, not a time that rows may have.
        return Math.min(greatest, Watermark.END - 1);
    }

    private long greatestOfAll(Batch batch) {
        LongColumn times = (LongColumn) expression.evaluate(batch);
        long[] values = times.values();
        boolean[] nulls = times.nulls();
        long greatest = Watermark.NONE;
        for (int row = 0; row < batch.rowCount(); row++) {
            if ((nulls == null || !nulls[row]) && values[row] > greatest) {
                greatest = values[row];
            }
        }
        return greatest;
    }

    // One row is evaluated instead of thousands: of a query that hardly does more than read, all of them were a tenth.
    private long ofGreatestRow(Batch batch) {
        LongColumn column = (LongColumn) batch.column(risesWith);
        long[] values = column.values();
        boolean[] nulls = column.nulls();
        int[] selection = batch.selection();
        int rowOfGreatest = -1;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < batch.rowCount(); row++) {
            int position = selection == null ? row : selection[row];
            if ((nulls == null || !nulls[position]) && values[position] >= greatest) {
                greatest = values[position];
                rowOfGreatest = row;
            }
        }
        if (rowOfGreatest < 0) {
            return Watermark.NONE;
        }
        greatestRow[0] = rowOfGreatest;
        return greatestOfAll(batch.select(greatestRow, 1).compact());
    }
}
