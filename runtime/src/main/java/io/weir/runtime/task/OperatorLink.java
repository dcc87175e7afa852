package io.weir.runtime.task;

import static io.weir.spi.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.EndOfInput;
import io.weir.runtime.element.Idleness;
import io.weir.runtime.element.Rows;
import io.weir.runtime.element.StreamElement;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.spi.data.Batch;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One operator in its chain: what waits for it, and whether it has more to say. Keeps the order of calls that
 * {@link Operator} promises.
 */
final class OperatorLink implements Output {
    private static final int PATIENCE = 16;

    final String operatorId;
    final String name;
    final Operator operator;
    final @Nullable KeyedStateBackend backend;
    final LinkContext context;

    /** What the operator before has emitted. Short: that one is not called again until this one has settled. */
    private final ArrayDeque<StreamElement> pending = new ArrayDeque<>();

    private boolean drained = true;
    /** A barrier or the end, gone through this operator; handed on when it has drained. */
    private @Nullable StreamElement goingOn;

    /** How often anything was emitted. */
    private long emissions;

    /** How often the operator was told of anything but barriers. */
    private long calls;

    private int fruitlessDrains;
    private long lastWatermark = Watermark.NONE;
    private @Nullable OperatorLink next;
    private @Nullable ChainTail tail;
    private @Nullable BarrierListener listener;

    /** Hears of barriers at operators. */
    interface BarrierListener {
        /** The operator has nothing left to say before the barrier: its state can be taken. */
        void passed(OperatorLink link, Barrier barrier);
    }

    OperatorLink(
            String operatorId,
            String name,
            Operator operator,
            @Nullable KeyedStateBackend backend,
            LinkContext context) {
        this.operatorId = operatorId;
        this.name = name;
        this.operator = operator;
        this.backend = backend;
        this.context = context;
    }

    void connect(@Nullable OperatorLink newNext, ChainTail newTail, BarrierListener newListener) {
        next = newNext;
        tail = newTail;
        listener = newListener;
    }

    /** Whether nothing waits here and nothing is left to say. */
    boolean isSettled() {
        return drained && goingOn == null && pending.isEmpty() && !context.isDrainRequested();
    }

    /**
     * Whether it keeps saying that there is more to come, and nothing comes: it waits for I/O, or works through much
     * state.
     */
    boolean isWaiting() {
        return fruitlessDrains >= PATIENCE;
    }

    boolean isReady() {
        return operator.isReady() && (backend == null || !backend.isWriteBehindFull());
    }

    /** Takes an element up, to be worked on by {@link #work}. */
    void offer(StreamElement element) {
        pending.add(element);
    }

    /**
     * Does one thing, if it can. To be called only when everything behind this link is settled and has room.
     *
     * @return whether it did anything; if not, the operator is not ready
     */
    boolean work() {
        if (context.takeDrainRequest()) {
            drained = false;
        }
        if (!drained) {
            long before = emissions;
            drained = operator.drain(this);
            fruitlessDrains = drained || emissions > before ? 0 : fruitlessDrains + 1;
            return true;
        }
        if (goingOn != null) {
            StreamElement element = goingOn;
            goingOn = null;
            if (element instanceof Barrier barrier) {
                requireNonNull(listener, "link is not connected").passed(this, barrier);
            }
            hand(element);
            return true;
        }
        StreamElement element = pending.peek();
        if (element == null) {
            return true;
        }
        boolean isCall = element instanceof Rows || element instanceof Watermark || element instanceof EndOfInput;
        if (isCall && !isReady()) {
            return false;
        }
        pending.remove();
        apply(0, element);
        return true;
    }

    /** Calls the operator. It is settled, and ready if it must be. */
    void apply(int input, StreamElement element) {
        checkState(drained && goingOn == null, "operator %s was given %s before it had drained", operatorId, element);
        if (element instanceof Rows rows) {
            drained = false;
            calls++;
            operator.process(input, rows.batch(), this);
        } else if (element instanceof Watermark watermark) {
            drained = false;
            calls++;
            operator.watermark(watermark.timeMicros(), this);
        } else if (element instanceof Idleness) {
            hand(element);
        } else if (element instanceof EndOfInput) {
            endOfInput(input, true);
        } else if (element instanceof Barrier barrier) {
            drained = false;
            operator.barrier(barrier, this);
            goingOn = barrier;
        } else {
            throw new IllegalStateException("unknown element " + element);
        }
    }

    /** @param last whether all inputs have ended by it */
    void endOfInput(int input, boolean last) {
        drained = false;
        calls++;
        operator.endOfInput(input, this);
        if (last) {
            goingOn = new EndOfInput();
        }
    }

    void processingTime(long nowMillis) {
        drained = false;
        calls++;
        operator.processingTime(nowMillis, this);
    }

    /** What it has taken and given so far, in calls; written by the worker. */
    long activity() {
        return calls + emissions;
    }

    private void hand(StreamElement element) {
        if (next != null) {
            next.offer(element);
        } else {
            requireNonNull(tail, "link is not connected").broadcast(element);
        }
    }

    @Override
    public void emit(Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        emissions++;
        if (next != null) {
            next.offer(new Rows(batch));
        } else {
            requireNonNull(tail, "link is not connected").emit(0, batch);
        }
    }

    @Override
    public void emitSide(int port, Batch batch) {
        emissions++;
        requireNonNull(tail, "link is not connected").emit(port, batch);
    }

    @Override
    public void watermark(long timeMicros) {
        if (timeMicros > lastWatermark) {
            lastWatermark = timeMicros;
            emissions++;
            hand(new Watermark(timeMicros));
        }
    }
}
