package io.weir.runtime.task;

import io.weir.runtime.checkpoint.OperatorPart;
import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.exchange.InFlightRows;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.task.SliceTimes.Rest;
import io.weir.runtime.time.Clock;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One parallel copy of a vertex: a state machine that a worker runs in slices. In each step it does the first of these
 * that is possible: let a barrier overtake; go on with what its operators have to say; call an operator whose time has
 * come; take one element of its input.
 *
 * <p>{@link #inject}, {@link #abort}, {@link #completed}, {@link #committed} and {@link #close} may be called from any
 * thread; everything else is the worker's.
 */
final class Subtask
        implements Scheduler.CooperativeTask, GatedInput.Cuts, SourceInput.Cut, OperatorLink.BarrierListener {
    private static final int STEPS_PER_SLICE = 64;
    private static final long SLICE_NANOS = 2_000_000;

    private final SubtaskEnvironment environment;
    private final SubtaskMetrics metrics;
    private final SubtaskListener listener;
    private final Clock clock;
    private final OperatorChain chain;
    private final SubtaskInput input;
    private final @Nullable SinkOperator sink;
    /**
     * What operators that are not made again contribute to snapshots, because they had ended in the checkpoint restored
     * from.
     */
    private final List<OperatorPart> carried;

    private final SubtaskSnapshots snapshots;
    private final SliceTimes times;
    private final OvertakeTimer overtaking;
    /**
     * The barriers on their way through the chain, in order. More than one only behind a source, which is given them as
     * they are triggered.
     */
    private final ArrayDeque<Barrier> cutting = new ArrayDeque<>();

    private long firstBarrierId = Long.MIN_VALUE;
    private long firstBarrierNanos;
    private long firstBarrierMillis;
    private boolean toldEnd;
    private boolean stopped;
    private boolean released;

    /** What a subtask consists of. */
    record Assembly(
            OperatorChain chain,
            SubtaskInput input,
            @Nullable SinkOperator sink,
            List<OperatorPart> carried) {}

    /** Makes the parts of a subtask, which call it back. */
    interface Assembler {
        Assembly assemble(Subtask subtask);
    }

    Subtask(
            SubtaskEnvironment environment,
            SubtaskMetrics metrics,
            SubtaskListener listener,
            SnapshotTargets targets,
            Assembler assembler) {
        this.environment = environment;
        this.metrics = metrics;
        this.listener = listener;
        snapshots = new SubtaskSnapshots(environment, listener, targets);
        clock = environment.runtime().clock();
        times = new SliceTimes(clock, metrics);
        overtaking = new OvertakeTimer(environment);
        Assembly assembly = assembler.assemble(this);
        chain = assembly.chain();
        input = assembly.input();
        sink = assembly.sink();
        carried = assembly.carried();
    }

    SubtaskId id() {
        return environment.subtask();
    }

    // From any thread.

    void inject(Barrier barrier) {
        environment.mailbox().post(() -> {
            noteFirst(barrier);
            input.inject(barrier);
        });
    }

    void abort(long checkpointId) {
        environment.mailbox().post(() -> {
            input.aborted(checkpointId);
            snapshots.giveUp(checkpointId);
            forEachBackend(backend -> backend.checkpointAborted(checkpointId));
        });
    }

    /** @param isSavepoint whether files of it must not be referred to by later checkpoints */
    void completed(long checkpointId, boolean isSavepoint) {
        environment.mailbox().post(() -> {
            input.completed(checkpointId);
            chain.links().forEach(link -> link.operator.checkpointCompleted(checkpointId));
            if (!isSavepoint) {
                forEachBackend(backend -> backend.checkpointCompleted(checkpointId));
            }
        });
    }

    /** What the sink pre-committed up to a checkpoint is committed. */
    void committed(long checkpointId) {
        environment.mailbox().post(() -> {
            if (sink != null) {
                sink.committed(checkpointId);
            }
        });
    }

    /** Ends the subtask wherever it stands, and frees everything; {@link SubtaskListener#closed} follows. */
    void close() {
        environment.mailbox().post(() -> stopped = true);
    }

    SubtaskStats stats(String vertexName) {
        metrics.published();
        Map<String, Map<String, Long>> counters = new HashMap<>();
        for (OperatorLink link : chain.links()) {
            counters.put(link.operatorId, link.context.counters().snapshot());
        }
        counters.putAll(input.counters());
        return metrics.stats(id(), vertexName, input.queuedElements(), counters);
    }

    /** What it has done, but for barriers, up to the end of some slice: grows with each batch, watermark, timer and output. */
    long activity() {
        metrics.published();
        return metrics.batchesIn + metrics.batchesOut + chain.activity();
    }

    // The worker.

    @Override
    public boolean run() {
        if (released) {
            return false;
        }
        times.begin();
        Rest rest;
        try {
            rest = runSlice();
        } catch (Throwable e) {
            // Whatever it is, an error of a user's row or a broken invariant: it ends this attempt, not the worker.
            stopped = true;
            rest = Rest.IDLE;
            listener.failed(id(), e);
        }
        if (stopped) {
            release();
        }
        times.end(rest);
        metrics.watermarkMicros = input.watermarkMicros();
        metrics.publish();
        return rest == Rest.WAITING_FOR_WORKER && !released;
    }

    /** Nanoseconds in which this subtask was not back-pressured. */
    long activeNanos() {
        return times.activeNanos();
    }

    private Rest runSlice() {
        environment.mailbox().run();
        for (int i = 0; i < STEPS_PER_SLICE && !stopped; i++) {
            Rest blocked = step();
            if (blocked != null) {
                return blocked;
            }
            if (times.lastsLongerThan(SLICE_NANOS)) {
                break;
            }
        }
        return Rest.WAITING_FOR_WORKER;
    }

    /** @return null if something was done */
    private @Nullable Rest step() {
        Barrier overtaker = overtakingNow();
        boolean emergency = overtaker != null || overtaking.isDue(cutting.peekLast());
        OperatorChain.Step step = chain.work(emergency);
        switch (step) {
            case PROGRESS -> {
                return null;
            }
            case NO_ROOM, NOT_READY -> {
                return Rest.BACK_PRESSURED;
            }
            case WAITING -> {
                // What it waits for wakes it, most likely; if not, it is asked again soon. Asking all the time would
                // burn a core.
                environment.wakeUpAt(clock.currentTimeMillis() + 1);
                return Rest.IDLE;
            }
            case SETTLED -> {
                // Go on below.
            }
        }
        if (!cutting.isEmpty()) {
            finishCut(cutting.remove());
            return null;
        }
        if (overtaker != null) {
            input.overtake(overtaker);
            return null;
        }
        tellEnd();
        if (!chain.hasRoom() || !chain.isReady()) {
            return Rest.BACK_PRESSURED;
        }
        long nowMillis = clock.currentTimeMillis();
        if (chain.isWakeUpDue(nowMillis)) {
            chain.processingTime(nowMillis);
            return null;
        }
        if (input.isHeldBack()) {
            chain.advance();
            return Rest.BACK_PRESSURED;
        }
        if (input.take()) {
            chain.advance();
            return null;
        }
        chain.advance();
        metrics.stateBytes = chain.stateBytes();
        return Rest.IDLE;
    }

    private void tellEnd() {
        if (!toldEnd && input.hasEnded()) {
            toldEnd = true;
            metrics.ended = true;
            listener.ended(id());
        }
    }

    /**
     * The barrier that is to overtake now; if one waits that may overtake later, sees to it that the subtask is awake
     * then.
     */
    private @Nullable Barrier overtakingNow() {
        if (!cutting.isEmpty()) {
            return null;
        }
        Barrier waiting = input.waitingToOvertake();
        if (waiting == null || overtaking.isDue(waiting)) {
            return waiting;
        }
        overtaking.wakeUpWhenDue(waiting);
        return null;
    }

    // Barriers.

    private void noteFirst(Barrier barrier) {
        if (barrier.id() > firstBarrierId) {
            firstBarrierId = barrier.id();
            firstBarrierNanos = clock.nanoTime();
            firstBarrierMillis = clock.currentTimeMillis();
        }
    }

    @Override
    public void first(Barrier barrier) {
        noteFirst(barrier);
    }

    /** A source's barrier enters the chain. */
    @Override
    public void cut(Barrier barrier) {
        cut(barrier, false);
    }

    @Override
    public void cut(Barrier barrier, boolean overtook) {
        long alignmentNanos = clock.nanoTime() - firstBarrierNanos;
        metrics.alignmentNanos = alignmentNanos;
        if (barrier.kind().isDurable()) {
            boolean finished = input.hasEnded() && barrier.kind() != Barrier.Kind.DRAIN;
            long startDelayNanos = Math.max(0, firstBarrierMillis - barrier.triggerTimeMillis()) * 1_000_000;
            snapshots.open(
                    new SubtaskSnapshot(barrier, finished, overtook, startDelayNanos, alignmentNanos), input, carried);
        }
        cutting.add(barrier);
        chain.offer(barrier);
        if (barrier.alignment() == Barrier.Alignment.UNALIGNED && !overtaking.isDue(barrier)) {
            overtaking.wakeUpWhenDue(barrier);
        }
    }

    @Override
    public void passed(OperatorLink link, Barrier barrier) {
        boolean isHead = input.operatorId() == null && chain.links().get(0) == link;
        snapshots.passed(link, barrier, isHead ? input : null);
    }

    private void finishCut(Barrier barrier) {
        if (!barrier.kind().isDurable()) {
            listener.epochReached(barrier.id(), id());
            return;
        }
        snapshots.passedChain(barrier);
    }

    @Override
    public void recorded(Barrier barrier, List<InFlightRows> rows) {
        snapshots.recorded(barrier, rows);
    }

    @Override
    public void cancelled(Barrier barrier) {
        snapshots.giveUp(barrier.id());
        if (barrier.kind().isDurable()) {
            listener.declined(
                    barrier.id(),
                    id(),
                    new IllegalStateException("barrier " + barrier.id() + " was given up upstream"));
        }
    }

    // The end.

    private void release() {
        if (released) {
            return;
        }
        released = true;
        closeQuietly(input::close);
        for (OperatorLink link : chain.links()) {
            closeQuietly(link.operator::close);
        }
        environment.runtime().io().execute(() -> {
            if (sink != null) {
                closeQuietly(sink::awaitClosed);
            }
            forEachBackend(backend -> closeQuietly(backend::close));
            listener.closed(id());
        });
    }

    /** What fails while everything is given up must not keep the rest from being freed. */
    private void closeQuietly(Runnable close) {
        try {
            close.run();
        } catch (RuntimeException | LinkageError e) {
            Failures.logClosing(id(), e);
        }
    }

    private void forEachBackend(Consumer<KeyedStateBackend> action) {
        for (OperatorLink link : chain.links()) {
            if (link.backend != null) {
                action.accept(link.backend);
            }
        }
    }
}
