package io.weir.runtime.operator.sort;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.state.KeyedRows;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.RowKind;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps all rows in order until the input ends, then emits and forgets them: a job that is restored behind its end has
 * nothing more to say.
 *
 * <p>State: all rows; of an insert-only input with a limit about as many as are wanted.
 */
final class FinalSortOperator implements Operator {
    private static final int BATCH_ROWS = 4096;

    /** Encoded bytes after which a batch is emitted: each copy of a row is decoded, and a row may be long. */
    private static final int BATCH_BYTES = BatchBuilder.FULL_BYTES;

    private final boolean insertOnly;
    private final long offset;
    /** Rows from the beginning that can be wanted. */
    private final long wanted;

    private final OrderedRows rows;
    private final KeyedRows.Cursor cursor;
    private final BatchBuilder sorted;
    private final ColumnBuilder[] columns;

    private boolean isEnding;
    private int handle;
    private boolean onRow;
    /** Copies of rows that the cursor has passed, and of the row it stands on that have been dealt with. */
    private long passed;

    private long copies;

    FinalSortOperator(FinalSortFactory spec, OperatorContext context) {
        this.insertOnly = spec.insertOnly();
        this.offset = spec.offset();
        this.wanted = spec.limit() > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + spec.limit();
        this.rows = new OrderedRows("rows", List.of(), List.of(), spec.order(), spec.rowTypes(), context.keyedState());
        this.cursor = rows.cursor();
        this.sorted = new BatchBuilder(spec.rowTypes());
        this.columns = IntStream.range(0, spec.rowTypes().size())
                .mapToObj(sorted::column)
                .toArray(ColumnBuilder[]::new);
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(!insertOnly || batch.isAppendOnly(), "an insert-only input brought a withdrawal");
        rows.accept(batch);
        for (int row = 0; row < batch.rowCount(); row++) {
            rows.change(row, RowKind.sign(batch.rowKind(row)));
        }
        // Each different row is there at least once, so as many different rows as are wanted are always enough.
        int global = rows.handles()[0];
        while (insertOnly && rows.size(global) > wanted && cursor.last(global)) {
            cursor.remove();
        }
    }

    /** Event time stands still until the end: all results come then, with whatever times they have. */
    @Override
    public void watermark(long timeMicros, Output output) {
        if (timeMicros == Watermark.END) {
            begin();
        }
    }

    @Override
    public void endOfInput(int input, Output output) {
        begin();
    }

    private void begin() {
        handle = rows.loadGlobal();
        isEnding = true;
        onRow = cursor.first(handle);
        passed = 0;
        copies = 0;
    }

    @Override
    public boolean drain(Output output) {
        if (!isEnding) {
            return true;
        }
        long bytes = 0;
        while (onRow && passed < wanted && sorted.rowCount() < BATCH_ROWS && bytes < BATCH_BYTES) {
            if (copies >= cursor.number(OrderedRows.MULTIPLICITY)) {
                onRow = cursor.next();
                copies = 0;
                continue;
            }
            if (passed >= offset) {
                rows.rowCodec().decode(cursor.keyData(), rows.rowStart(cursor.keyData(), cursor.keyStart()), columns);
                sorted.endRow();
                bytes += cursor.keyEnd() - cursor.keyStart();
            }
            passed++;
            copies++;
        }
        if (!sorted.isEmpty()) {
            output.emit(sorted.build());
        }
        if (onRow && passed < wanted) {
            return false;
        }
        rows.clear(handle);
        isEnding = false;
        output.watermark(Watermark.END);
        return true;
    }
}
