package io.weir.runtime.operator.window;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import java.util.Arrays;

/**
 * Stamps rows with the clock's time, in milliseconds, and emits watermarks just before it. A clock that goes back is
 * taken to stand still.
 */
final class ProcessingTimeOperator implements Operator {
    private static final long MICROS_PER_MILLI = 1000;

    private final ProcessingTimeFactory spec;
    private final OperatorContext context;
    private long latestMillis = Long.MIN_VALUE;

    ProcessingTimeOperator(ProcessingTimeFactory spec, OperatorContext context) {
        this.spec = spec;
        this.context = context;
        context.wakeUpAt(now() + spec.intervalMillis());
    }

    private long now() {
        latestMillis = Math.max(latestMillis, context.clock().currentTimeMillis());
        return latestMillis;
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(batch.isAppendOnly(), "a withdrawal came where rows get their processing time");
        long[] times = new long[batch.column(spec.timeColumn()).length()];
        Arrays.fill(times, now() * MICROS_PER_MILLI);
        Column[] columns = new Column[batch.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(i);
        }
        columns[spec.timeColumn()] = new LongColumn(times.length, times, null);
        Batch stamped = Batch.of(times.length, columns);
        int[] selection = batch.selection();
        output.emit(
                selection == null
                        ? stamped
                        : stamped.select(Arrays.copyOf(selection, batch.rowCount()), batch.rowCount()));
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        if (timeMicros == Watermark.END) {
            output.watermark(timeMicros);
        }
    }

    @Override
    public void processingTime(long nowMillis, Output output) {
        long now = now();
        // Rows of this millisecond may follow.
        output.watermark(now * MICROS_PER_MILLI - 1);
        context.wakeUpAt(now + spec.intervalMillis());
    }
}
