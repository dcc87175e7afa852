package io.weir.runtime.operator.calc;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;

/**
 * Passes on what a {@link Calc} makes of each batch. No state.
 *
 * <p>Expressions can make much of little ({@code REPEAT}): a batch is taken in parts of about a megabyte of output each,
 * judged by the last one, so that what waits between two subtasks is bounded in bytes, not only in rows.
 */
final class CalcOperator implements Operator {
    private static final long TARGET_BYTES = 1L << 20;
    private static final int FIRST_ROWS = 64;
    private static final Batch NOTHING = Batch.of(0);

    private final Calc calc;
    /** Rows whose output is likely to have at most the target size. */
    private long fittingRows = FIRST_ROWS;

    /** What is being worked on, from row {@link #from} on. */
    private Batch batch = NOTHING;

    private int from;

    CalcOperator(Calc calc) {
        this.calc = requireNonNull(calc, "calc is null");
    }

    @Override
    public void process(int input, Batch newBatch, Output output) {
        batch = newBatch;
        from = 0;
        drain(output);
    }

    /** One part at a time: behind the operator there is room for one batch, not for all that becomes of this one. */
    @Override
    public boolean drain(Output output) {
        boolean isEmitted = false;
        while (!isEmitted && from < batch.rowCount()) {
            int to = partEnd(from, batch.rowCount());
            isEmitted = emit(from == 0 && to == batch.rowCount() ? batch : batch.slice(from, to), output);
            from = to;
        }
        if (from < batch.rowCount()) {
            return false;
        }
        batch = NOTHING;
        from = 0;
        return true;
    }

    /** Parts of about equal size, and none for a little that is left over. */
    private int partEnd(int begin, int end) {
        int left = end - begin;
        long parts = Math.max(1, Math.round((double) left / fittingRows));
        return begin + (int) ((left + parts - 1) / parts);
    }

    private boolean emit(Batch part, Output output) {
        Batch result = calc.apply(part);
        long bytes = result == null ? 0 : result.sizeBytes();
        fittingRows = Math.max(1, TARGET_BYTES * part.rowCount() / Math.max(1, bytes));
        if (result != null) {
            output.emit(result);
        }
        return result != null;
    }
}
