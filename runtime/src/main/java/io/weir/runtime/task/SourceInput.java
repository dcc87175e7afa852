package io.weir.runtime.task;

import io.weir.runtime.checkpoint.SnapshotState;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.EndOfInput;
import io.weir.runtime.element.Idleness;
import io.weir.runtime.element.Rows;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.calc.ColumnFunction;
import io.weir.runtime.operator.source.WatermarkSpec;
import io.weir.runtime.time.WatermarkMerger;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A source at the head of a chain: polls its reader, and makes watermarks by split.
 *
 * <p>A split is idle when it was asked and had nothing for the idle timeout. Time in which the subtask could not ask, because it was back-pressured, does not count;
 * otherwise back-pressure would make splits idle and their rows late. A split that has been read to its end is idle too, not ended: as long as the reader may find
 * others, event time must not run to its end.
 */
final class SourceInput implements SubtaskInput {
    private static final int MAX_ROWS = 4096;
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

    private final @Nullable ColumnFunction watermarkOf;
    private final long idleTimeoutNanos;
    private final WatermarkMerger merger;
    /** {@code long[splitCount]}: when a split last had rows, in active time. */
    private long[] lastRowsNanos = new long[0];

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
        watermarkOf = watermarks.map(spec -> spec.expression().get()).orElse(null);
        idleTimeoutNanos = watermarks.map(WatermarkSpec::idleTimeoutMillis).orElse(0L) * 1_000_000;
        merger = new WatermarkMerger(0, restoredWatermark);
        tellRestoredWatermark = restoredWatermark > Watermark.NONE;
    }

    @Override
    public boolean take() {
        if (ended || stoppedBy != Long.MIN_VALUE) {
            return false;
        }
        if (tellRestoredWatermark) {
            tellRestoredWatermark = false;
            chain.offer(new Watermark(merger.current()));
            return true;
        }
        Batch deadLetter = deadLetters.take();
        if (deadLetter != null) {
            chain.emitSide(deadLetters.port(), deadLetter);
            return true;
        }
        SplitBatch polled = draining ? null : reader.poll(MAX_ROWS);
        if (watermarkOf != null) {
            trackSplits();
        }
        if (polled == null || polled.batch().rowCount() == 0) {
            return polled != null || endOrIdle();
        }
        Batch batch = polled.batch();
        metrics.in(batch);
        if (watermarkOf == null) {
            chain.accept(0, new Rows(batch));
            return true;
        }
        int split = polled.split();
        lastRowsNanos[split] = activeNanos.getAsLong();
        long greatest = greatest(watermarkOf, batch);
        boolean grew = greatest > Watermark.NONE && merger.advance(split, greatest);
        merger.activate(split);
        tellIdleness();
        chain.offer(new Rows(batch));
        if (grew) {
            chain.offer(new Watermark(merger.current()));
        }
        checkIdleSplits();
        return true;
    }

    private boolean endOrIdle() {
        if (draining || (reader.isFinished() && deadLetters.isEmpty())) {
            ended = true;
            metrics.ended = true;
            chain.offer(new Watermark(Watermark.END));
            chain.offer(new EndOfInput());
            return true;
        }
        return watermarkOf != null && checkIdleSplits();
    }

    private void trackSplits() {
        int count = reader.splitCount();
        if (count > lastRowsNanos.length) {
            int before = lastRowsNanos.length;
            lastRowsNanos = Arrays.copyOf(lastRowsNanos, count);
            Arrays.fill(lastRowsNanos, before, count, activeNanos.getAsLong());
            merger.grow(count);
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
        long now = activeNanos.getAsLong();
        boolean grew = false;
        long nextCheckNanos = Long.MAX_VALUE;
        for (int split = 0; split < lastRowsNanos.length; split++) {
            if (merger.isIdle(split)) {
                continue;
            }
            if (reader.isSplitFinished(split)) {
                grew |= merger.idle(split);
            } else if (idleTimeoutNanos > 0) {
                long quiet = now - lastRowsNanos[split];
                if (quiet >= idleTimeoutNanos) {
                    grew |= merger.idle(split);
                } else {
                    nextCheckNanos = Math.min(nextCheckNanos, idleTimeoutNanos - quiet);
                }
            }
        }
        if (lastRowsNanos.length == 0) {
            long wanted = Math.max(idleTimeoutNanos, NO_SPLIT_IDLE_NANOS);
            if (now < wanted) {
                nextCheckNanos = wanted - now;
            }
        }
        if (nextCheckNanos < Long.MAX_VALUE) {
            wakeUpAfter(nextCheckNanos);
        }
        if (grew) {
            chain.offer(new Watermark(merger.current()));
        }
        return tellIdleness() || grew;
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
        boolean idle = lastRowsNanos.length == 0
                ? activeNanos.getAsLong() >= Math.max(idleTimeoutNanos, NO_SPLIT_IDLE_NANOS)
                : merger.isIdle();
        if (idle == toldIdle) {
            return false;
        }
        toldIdle = idle;
        chain.offer(new Idleness(idle));
        return true;
    }

    private static long greatest(ColumnFunction function, Batch batch) {
        LongColumn times = (LongColumn) function.apply(batch);
        long[] values = times.values();
        boolean[] nulls = times.nulls();
        long greatest = Watermark.NONE;
        for (int row = 0; row < batch.rowCount(); row++) {
            if ((nulls == null || !nulls[row]) && values[row] > greatest) {
                greatest = values[row];
            }
        }
        // The end of time is a signal, not a time that rows may have.
        return Math.min(greatest, Watermark.END - 1);
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
        if (merger.current() > Watermark.NONE) {
            state.put(SnapshotState.WATERMARK, SnapshotState.ofLong(merger.current()));
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
        return ended ? Watermark.END : merger.current();
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
