package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a short queue of batches whose keys are being looked up, and emits them in order as look-ups complete. Takes no
 * more input while the queue is full.
 *
 * <p>Snapshot: the rows in the queue, which are looked up anew after a restore. So a barrier does not wait for the
 * world outside; rows that it overtakes belong to the next epoch.
 */
final class LookupJoinOperator implements Operator {
    private static final int MAX_PENDING = 8;
    private static final int BATCH_ROWS = 4096;
    private static final String PENDING = "pending";

    private final boolean leftOuter;
    private final PendingLookups lookups;
    private final PendingRows pendingRows;
    private final @Nullable RowPairPredicate residual;
    private final int leftColumns;
    private final BatchBuilder joined;

    /** {@link PendingLookups.Pending} and, in their place among them, watermarks as {@link Long}. */
    private final ArrayDeque<Object> queue = new ArrayDeque<>();

    private int pendingBatches;
    private List<Batch> restored;
    private boolean isEnding;
    private int row;
    private int next = -1;
    private boolean matched;

    LookupJoinOperator(LookupJoinFactory spec, OperatorContext context) {
        this.leftOuter = spec.leftOuter();
        this.lookups = new PendingLookups(spec, context);
        this.pendingRows = new PendingRows(spec.leftTypes());
        this.residual = spec.residual().map(Supplier::get).orElse(null);
        this.leftColumns = spec.leftTypes().size();
        List<DataType> types = new ArrayList<>(spec.leftTypes());
        types.addAll(spec.rightTypes());
        this.joined = new BatchBuilder(types);
        this.restored = pendingRows.read(context.restoredState(PENDING), context.subtaskIndex(), context.parallelism());
        if (!restored.isEmpty()) {
            context.requestDrain();
        }
    }

    @Override
    public boolean isReady() {
        return pendingBatches < MAX_PENDING;
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(batch.isAppendOnly(), "the input of a look-up join brought a withdrawal");
        beginRestored();
        begin(batch);
        drain(output);
    }

    private void begin(Batch batch) {
        queue.add(lookups.begin(batch));
        pendingBatches++;
    }

    private void beginRestored() {
        List<Batch> batches = restored;
        restored = List.of();
        batches.forEach(this::begin);
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        beginRestored();
        queue.add(timeMicros);
        drain(output);
    }

    @Override
    public void endOfInput(int input, Output output) {
        isEnding = true;
    }

    @Override
    public boolean drain(Output output) {
        beginRestored();
        boolean goesOn = true;
        while (goesOn && joined.rowCount() < BATCH_ROWS) {
            Object head = queue.peek();
            if (head instanceof PendingLookups.Pending pending && pending.isComplete) {
                if (join(pending)) {
                    queue.remove();
                    pendingBatches--;
                }
            } else if (head instanceof Long time) {
                flush(output);
                output.watermark(time);
                queue.remove();
            } else {
                goesOn = false;
            }
        }
        flush(output);
        // The end of input must not overtake rows; there is nothing else to do by then.
        return !goesOn && (!isEnding || queue.isEmpty());
    }

    private void flush(Output output) {
        if (!joined.isEmpty()) {
            output.emit(joined.build());
        }
    }

    /** @return whether the batch is done; if not, the output is full */
    private boolean join(PendingLookups.Pending pending) {
        while (row < pending.batch.rowCount()) {
            LookupCache.Rows found = pending.found[row];
            if (next < 0) {
                next = found == null ? 0 : found.from();
                matched = false;
            }
            for (; found != null && next < found.to(); next++) {
                if (joined.rowCount() >= BATCH_ROWS) {
                    return false;
                }
                if (residual == null || residual.test(pending.batch, row, found.batch(), next)) {
                    matched = true;
                    append(pending.batch, found.batch(), next);
                }
            }
            if (!matched && leftOuter) {
                append(pending.batch, null, 0);
            }
            next = -1;
            row++;
            if (joined.rowCount() >= BATCH_ROWS && row < pending.batch.rowCount()) {
                return false;
            }
        }
        row = 0;
        return true;
    }

    private void append(Batch left, @Nullable Batch right, int rightRow) {
        int position = left.position(row);
        for (int i = 0; i < leftColumns; i++) {
            joined.column(i).addFrom(left.column(i), position);
        }
        for (int i = leftColumns; i < joined.columnCount(); i++) {
            if (right == null) {
                joined.column(i).addNull();
            } else {
                joined.column(i).addFrom(right.column(i - leftColumns), right.position(rightRow));
            }
        }
        joined.endRow();
    }

    @Override
    public CompletionStage<Map<String, byte[]>> snapshot(Barrier barrier) {
        List<Batch> batches = new ArrayList<>(restored);
        for (Object element : queue) {
            if (element instanceof PendingLookups.Pending pending) {
                batches.add(pending.batch);
            }
        }
        return CompletableFuture.completedFuture(
                batches.isEmpty() ? Map.of() : Map.of(PENDING, pendingRows.write(batches)));
    }

    @Override
    public void close() {
        lookups.close();
    }
}
