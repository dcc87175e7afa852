package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps a short queue of batches whose keys are being looked up, and emits them in order as look-ups complete. Takes no
 * more input while the queue is full.
 *
 * <p>Snapshot: the rows in the queue, which are looked up anew after a restore. So a barrier does not wait for the
 * world outside; rows that it overtakes belong to the next epoch.
 */
final class LookupJoinOperator implements Operator {
    private static final int MAX_PENDING = 8;
    private static final String PENDING = "pending";

    private final PendingLookups lookups;
    private final PendingRows pendingRows;
    private final FoundPairs pairs;

    /** {@link PendingLookups.Pending} and, in their place among them, watermarks as {@link Long}. */
    private final ArrayDeque<Object> queue = new ArrayDeque<>();

    private int pendingBatches;
    private List<Batch> restored;
    private boolean isEnding;
    /** Whether part of the first batch in the queue has been emitted. */
    private boolean isUnderWay;

    LookupJoinOperator(LookupJoinFactory spec, OperatorContext context) {
        FoundRows found = new FoundRows(spec.rightTypes());
        this.lookups = new PendingLookups(spec, found, context);
        this.pendingRows = new PendingRows(spec.leftTypes());
        this.pairs = new FoundPairs(
                spec.leftOuter(), spec.residual().map(Supplier::get).orElse(null), found);
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
        while (canGoOn()) {
            if (queue.peek() instanceof PendingLookups.Pending pending) {
                if (join(pending, output)) {
                    // There is room for one batch: what follows waits for the next call.
                    return !canGoOn() && isNothingOwed();
                }
            } else {
                output.watermark((Long) queue.remove());
            }
        }
        return isNothingOwed();
    }

    private boolean canGoOn() {
        Object head = queue.peek();
        return head instanceof PendingLookups.Pending pending ? pending.isComplete : head != null;
    }

    // The end of input must not overtake rows; there is nothing else to do by then.
    private boolean isNothingOwed() {
        return !isEnding || queue.isEmpty();
    }

    /** @return whether something was emitted */
    private boolean join(PendingLookups.Pending pending, Output output) {
        if (!isUnderWay) {
            pairs.begin();
        }
        isUnderWay = !pairs.collect(pending.batch, pending.places);
        boolean emits = !pairs.isEmpty();
        if (emits) {
            output.emit(pairs.build(pending.batch));
        }
        if (!isUnderWay) {
            pending.places.release();
            queue.remove();
            pendingBatches--;
        }
        return emits;
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
