package io.weir.runtime.task;

import io.weir.runtime.checkpoint.SnapshotState;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.EndOfInput;
import io.weir.runtime.element.Idleness;
import io.weir.runtime.element.Rows;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.source.WatermarkSpec;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.data.Batch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A source at the head of a chain: polls its reader, and tells rows, watermarks ({@link SplitWatermarks}) and the end.
 */
final class SourceInput implements SubtaskInput {
    /** A subtask that owns no split holds nothing back; but discovery takes a moment. */
    private static final long NO_SPLIT_IDLE_NANOS = 1_000_000_000L;

    private final String operatorId;
    private final String operatorName;
    private final Counters counters;
    private final SourceReader reader;
    private final OperatorChain chain;
    private final SourceDeadLetters deadLetters;
    private final SubtaskMetrics metrics;
    private final Cut cut;
    private final SubtaskEnvironment environment;
    /** Nanoseconds of this subtask's life in which it was not back-pressured. */
    private final LongSupplier activeNanos;

    private final @Nullable EventTimes eventTimes;
    private final SplitWatermarks splits;
    private final BatchRows batchRows = new BatchRows();
    private final long noSplitIdleNanos;

    private boolean tellRestoredWatermark;
    private boolean toldIdle;
    private long nextWakeUpMillis = Long.MIN_VALUE;
    private boolean ended;
    private boolean draining;
    /** Behind the barrier of a stop: nothing is read until that is given up. */
    private long stoppedBy = Long.MIN_VALUE;

    /** Called when a barrier begins its way through the chain. */
    interface Cut {
        void cut(Barrier barrier);
    }

    SourceInput(
            String operatorId,
            String operatorName,
            Counters counters,
            SourceReader reader,
            OperatorChain chain,
            Optional<WatermarkSpec> watermarks,
            SourceDeadLetters deadLetters,
            long restoredWatermark,
            Map<String, Long> restoredSplitWatermarks,
            SubtaskMetrics metrics,
            LongSupplier activeNanos,
            SubtaskEnvironment environment,
            Cut cut) {
        this.operatorId = operatorId;
        this.operatorName = operatorName;
        this.counters = counters;
        this.reader = reader;
        this.chain = chain;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.activeNanos = activeNanos;
        this.environment = environment;
        this.cut = cut;
        eventTimes = watermarks.map(EventTimes::new).orElse(null);
        long idleTimeoutNanos = watermarks.map(WatermarkSpec::idleTimeoutMillis).orElse(0L) * 1_000_000;
        noSplitIdleNanos = Math.max(idleTimeoutNanos, NO_SPLIT_IDLE_NANOS);
        splits = new SplitWatermarks(reader, restoredSplitWatermarks, restoredWatermark, idleTimeoutNanos, activeNanos);
        if (eventTimes != null) {
            splits.addNew(); // a snapshot may be asked for before the first row
        }
        tellRestoredWatermark = splits.current() > Watermark.NONE;
    }

    @Override
    public boolean take() {
        if (ended || stoppedBy != Long.MIN_VALUE) {
            return false;
        }
        if (tellRestoredWatermark) {
            tellRestoredWatermark = false;
            chain.offer(new Watermark(splits.current()));
            return true;
        }
        SplitBatch polled = draining ? null : reader.poll(batchRows.next());
        // In the same step: with a barrier in between, the snapshot would have the position behind a record that no
        // snapshot has.
        Batch deadLetter = deadLetters.take();
        if (deadLetter != null) {
            chain.emitSide(deadLetters.port(), deadLetter);
        }
        if (eventTimes != null) {
            addNewSplits();
        }
        if (polled == null || polled.batch().rowCount() == 0) {
            return polled != null || deadLetter != null || endOrIdle();
        }
        Batch batch = polled.batch();
        batchRows.seen(batch);
        metrics.in(batch);
        if (eventTimes == null) {
            chain.accept(0, new Rows(batch));
            return true;
        }
        boolean grew = splits.rows(polled.split(), eventTimes.greatest(batch));
        tellIdleness();
        chain.offer(new Rows(batch));
        tellIfGrown(grew);
        checkIdleSplits();
        return true;
    }

    @Override
    public boolean isHeldBack() {
        return !ended && !draining && reader.isHeldBack();
    }

    private boolean endOrIdle() {
        if (draining || (reader.isFinished() && deadLetters.isEmpty())) {
            ended = true;
            metrics.ended = true;
            chain.offer(new Watermark(Watermark.END));
            chain.offer(new EndOfInput());
            return true;
        }
        return eventTimes != null && checkIdleSplits();
    }

    private void addNewSplits() {
        if (reader.splitCount() > splits.splitCount()) {
            tellIfGrown(splits.addNew());
            tellIdleness();
        }
    }

    /** @return whether anything was told */
    private boolean checkIdleSplits() {
        if (reader.isFinished()) {
            // Its end follows. Idle until then, it would let others' time run past what operators still hold of its
            // rows.
            return false;
        }
        boolean grew = splits.checkIdle();
        long nextCheckNanos = splits.nextIdleNanos();
        if (splits.splitCount() == 0) {
            long passed = activeNanos.getAsLong();
            if (passed < noSplitIdleNanos) {
                nextCheckNanos = noSplitIdleNanos - passed;
            }
        }
        if (nextCheckNanos < Long.MAX_VALUE) {
            wakeUpAfter(nextCheckNanos);
        }
        tellIfGrown(grew);
        return tellIdleness() || grew;
    }

    private void tellIfGrown(boolean grew) {
        if (grew) {
            chain.offer(new Watermark(splits.current()));
        }
    }

    private void wakeUpAfter(long nanos) {
        long now = environment.runtime().clock().currentTimeMillis();
        long at = now + nanos / 1_000_000 + 1;
        if (nextWakeUpMillis <= now || at < nextWakeUpMillis) {
            nextWakeUpMillis = at;
            environment.wakeUpAt(at);
        }
    }

    private boolean tellIdleness() {
        boolean idle = splits.splitCount() == 0 ? activeNanos.getAsLong() >= noSplitIdleNanos : splits.isIdle();
        if (idle == toldIdle) {
            return false;
        }
        toldIdle = idle;
        chain.offer(new Idleness(idle));
        return true;
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void inject(Barrier barrier) {
        if (barrier.kind() == Barrier.Kind.DRAIN && !ended) {
            draining = true;
            endOrIdle();
        }
        if (barrier.kind() == Barrier.Kind.STOP || barrier.kind() == Barrier.Kind.DRAIN) {
            stoppedBy = barrier.id();
        }
        cut.cut(barrier);
    }

    @Override
    public void aborted(long checkpointId) {
        if (checkpointId == stoppedBy) {
            stoppedBy = Long.MIN_VALUE;
        }
    }

    @Override
    public void completed(long checkpointId) {
        reader.checkpointCompleted(checkpointId);
    }

    @Override
    public Map<String, byte[]> snapshot(Barrier barrier) {
        Map<String, byte[]> state = new LinkedHashMap<>();
        state.put(SnapshotState.SPLITS, SnapshotState.ofSplits(reader.snapshot(barrier.id())));
        if (splits.current() > Watermark.NONE) {
            state.put(SnapshotState.WATERMARK, SnapshotState.ofLong(splits.current()));
        }
        Map<String, Long> bySplit = splits.snapshot();
        if (!bySplit.isEmpty()) {
            state.put(SnapshotState.SPLIT_WATERMARKS, SnapshotState.ofLongs(bySplit));
        }
        return state;
    }

    @Override
    public String operatorId() {
        return operatorId;
    }

    @Override
    public String operatorName() {
        return operatorName;
    }

    @Override
    public Map<String, Map<String, Long>> counters() {
        return Map.of(operatorId, counters.snapshot());
    }

    @Override
    public long watermarkMicros() {
        return ended ? Watermark.END : splits.current();
    }

    @Override
    public int queuedElements() {
        return 0;
    }

    @Override
    public void close() {
        reader.close();
    }
}
