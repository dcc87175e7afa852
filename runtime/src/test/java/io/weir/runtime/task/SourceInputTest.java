package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.checkpoint.SnapshotState;
import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.EndOfInput;
import io.weir.runtime.element.Idleness;
import io.weir.runtime.element.Rows;
import io.weir.runtime.element.StreamElement;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.exchange.Channel;
import io.weir.runtime.exchange.ExchangeMemory;
import io.weir.runtime.exchange.OutputEdge;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.operator.source.BadRecordPolicy;
import io.weir.runtime.operator.source.WatermarkSpec;
import io.weir.runtime.testing.ManualClock;
import io.weir.runtime.testing.RowText;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Event time of sources: by split, with idleness. */
final class SourceInputTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final int IDLE_TIMEOUT_MILLIS = 100;

    private static final ExchangeMemory MEMORY = new ExchangeMemory(1L << 20);

    private final ManualClock clock = new ManualClock();
    private final Channel out = new Channel(1_000, MEMORY.open(), false);
    private final Channel side = new Channel(10, MEMORY.open(), false);
    private final FakeReader reader = new FakeReader();
    private final SubtaskMetrics metrics = new SubtaskMetrics();
    private final Counters counters = new Counters();

    /** Yields what it is given. */
    private static final class FakeReader implements SourceReader {
        private final ArrayDeque<SplitBatch> batches = new ArrayDeque<>();
        private final Set<Integer> finishedSplits = new HashSet<>();
        private int splitCount;
        private boolean finished;

        private Runnable onPoll = () -> {};

        @Override
        public SplitBatch poll(int maxRows) {
            onPoll.run();
            return batches.poll();
        }

        @Override
        public int splitCount() {
            return splitCount;
        }

        @Override
        public String splitId(int split) {
            return "split-" + split;
        }

        @Override
        public boolean isSplitFinished(int split) {
            return finishedSplits.contains(split);
        }

        @Override
        public boolean isFinished() {
            return finished && batches.isEmpty();
        }

        @Override
        public List<SplitPosition> snapshot(long checkpointId) {
            return List.of(new SplitPosition("p", new byte[] {1}));
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private SourceInput input(BadRecordPolicy policy, long restoredWatermark) {
        return input(policy, restoredWatermark, Map.of());
    }

    private SourceInput input(BadRecordPolicy policy, long restoredWatermark, Map<String, Long> restoredSplits) {
        RuntimeEnvironment runtime = new RuntimeEnvironment(
                task -> {
                    throw new IllegalStateException("no scheduler");
                },
                (time, action) -> {},
                clock,
                Runnable::run,
                null,
                MEMORY,
                context -> {
                    throw new IllegalStateException("no state");
                },
                bound -> 0);
        SubtaskEnvironment environment = new SubtaskEnvironment(
                runtime, "job", 1, new SubtaskId("source", 0), 1, 128, false, new Mailbox(), cause -> {});
        ChainTail tail = new ChainTail(
                List.of(
                        new OutputEdge(0, new Partitioning.Single(), 0, 128, new Channel[] {out}),
                        new OutputEdge(1, new Partitioning.Single(), 0, 128, new Channel[] {side})),
                metrics);
        OperatorChain chain = new OperatorChain(List.of(), tail, (link, barrier) -> {});
        letters = new SourceDeadLetters(policy, clock, counters, () -> {});
        return new SourceInput(
                "source",
                "source",
                counters,
                reader,
                chain,
                Optional.of(new WatermarkSpec(() -> batch -> batch.column(0), IDLE_TIMEOUT_MILLIS)),
                letters,
                restoredWatermark,
                restoredSplits,
                metrics,
                () -> clock.nanoTime() - metrics.backPressuredNanos,
                environment,
                chain::offer);
    }

    private SourceDeadLetters letters;
    private final SourceInput input = input(BadRecordPolicy.FAIL, Watermark.NONE);

    private void rows(int split, long... times) {
        List<String> text = new ArrayList<>();
        for (long time : times) {
            text.add("+I " + time);
        }
        reader.batches.add(new SplitBatch(split, RowText.batch(List.of(BIGINT), text.toArray(String[]::new))));
    }

    /** Lets the input take all there is. */
    private List<String> run(SourceInput of) {
        while (of.take()) {
            // Until it has nothing more.
        }
        List<String> lines = new ArrayList<>();
        for (StreamElement element = out.poll(); element != null; element = out.poll()) {
            if (element instanceof Rows rows) {
                lines.add("rows " + rows.batch().rowCount());
            } else if (element instanceof Watermark watermark) {
                lines.add(
                        watermark.timeMicros() == Watermark.END
                                ? "end of time"
                                : "watermark " + watermark.timeMicros());
            } else if (element instanceof Idleness idleness) {
                lines.add(idleness.idle() ? "idle" : "active");
            } else if (element instanceof EndOfInput) {
                lines.add("end");
            } else if (element instanceof Barrier barrier) {
                lines.add("barrier " + barrier.id());
            }
        }
        return lines;
    }

    private List<String> run() {
        return run(input);
    }

    private void pass(int millis) {
        clock.advanceNanos(millis * 1_000_000L);
    }

    @Test
    void theLeastSplitHoldsTheWatermarkAndASplitWithoutRowsTooUntilItIsIdle() {
        reader.splitCount = 2;
        rows(0, 10, 30, 20);
        assertThat(run()).containsExactly("rows 3");
        pass(IDLE_TIMEOUT_MILLIS - 1);
        rows(0, 40);
        assertThat(run()).containsExactly("rows 1");
        pass(1);
        assertThat(run()).containsExactly("watermark 40");
        rows(0, 50);
        assertThat(run()).containsExactly("rows 1", "watermark 50");
    }

    @Test
    void aSplitThatWakesBehindHoldsTheWatermarkWhereItIs() {
        reader.splitCount = 2;
        rows(0, 40);
        run();
        pass(IDLE_TIMEOUT_MILLIS - 1);
        rows(0, 50);
        run();
        pass(1);
        assertThat(run()).containsExactly("watermark 50");
        rows(1, 7);
        rows(0, 99);
        assertThat(run()).containsExactly("rows 1", "rows 1");
        rows(1, 60);
        assertThat(run()).containsExactly("rows 1", "watermark 60");
    }

    @Test
    void whenAllSplitsAreIdleTheSubtaskSaysSoAndTimeStands() {
        reader.splitCount = 1;
        rows(0, 40);
        assertThat(run()).containsExactly("rows 1", "watermark 40");
        pass(IDLE_TIMEOUT_MILLIS);
        assertThat(run()).containsExactly("idle");
        rows(0, 41);
        assertThat(run()).containsExactly("active", "rows 1", "watermark 41");
    }

    @Test
    void timeUnderBackPressureMakesNoSplitIdle() {
        reader.splitCount = 2;
        rows(0, 40);
        run();
        pass(10 * IDLE_TIMEOUT_MILLIS);
        metrics.backPressuredNanos = 10 * IDLE_TIMEOUT_MILLIS * 1_000_000L;
        assertThat(run()).isEmpty();
    }

    @Test
    void aFinishedSplitIsIdleButTimeDoesNotRunToItsEnd() {
        reader.splitCount = 2;
        rows(0, 40);
        rows(1, 20);
        assertThat(run()).containsExactly("rows 1", "rows 1", "watermark 20");
        reader.finishedSplits.add(1);
        assertThat(run()).containsExactly("watermark 40");
        reader.finishedSplits.add(0);
        assertThat(run()).containsExactly("idle");
        reader.splitCount = 3;
        assertThat(run()).containsExactly("active");
        reader.finished = true;
        assertThat(run()).containsExactly("end of time", "end");
        assertThat(input.hasEnded()).isTrue();
    }

    @Test
    void aSourceThatHasReadEverythingEndsWithoutBeingIdleBefore() {
        reader.splitCount = 1;
        rows(0, 40);
        reader.finishedSplits.add(0);
        reader.finished = true;
        assertThat(run()).containsExactly("rows 1", "watermark 40", "end of time", "end");
    }

    @Test
    void aSubtaskWithoutSplitsIsIdleAfterASecond() {
        assertThat(run()).isEmpty();
        pass(999);
        assertThat(run()).isEmpty();
        pass(1);
        assertThat(run()).containsExactly("idle");
        reader.splitCount = 1;
        rows(0, 5);
        assertThat(run()).containsExactly("active", "rows 1", "watermark 5");
    }

    @Test
    void aRestoredSourceBeginsWhereItStoodAndKeepsItsWatermark() {
        SourceInput restored = input(BadRecordPolicy.FAIL, 100);
        reader.splitCount = 1;
        rows(0, 50);
        assertThat(run(restored)).containsExactly("watermark 100", "rows 1");
        Barrier barrier = new Barrier(1, Barrier.Kind.CHECKPOINT, Barrier.Alignment.ALIGNED, 0, 0);
        assertThat(SnapshotState.toLong(restored.snapshot(barrier).get(SnapshotState.WATERMARK)))
                .isEqualTo(100);
    }

    private static Map<String, Long> splitWatermarks(SourceInput of) {
        Barrier barrier = new Barrier(1, Barrier.Kind.CHECKPOINT, Barrier.Alignment.ALIGNED, 0, 0);
        return SnapshotState.toLongs(of.snapshot(barrier).get(SnapshotState.SPLIT_WATERMARKS));
    }

    @Test
    void aRestoredSplitWithoutNewRowsHoldsTimeBackNoMoreThanBefore() {
        reader.splitCount = 2;
        rows(0, 70);
        rows(1, 20);
        assertThat(run()).containsExactly("rows 1", "rows 1", "watermark 20");
        Map<String, Long> snapshot = splitWatermarks(input);
        assertThat(snapshot).containsExactly(Map.entry("split-0", 70L), Map.entry("split-1", 20L));

        SourceInput restored = input(BadRecordPolicy.FAIL, 20, snapshot);
        assertThat(splitWatermarks(restored)).isEqualTo(snapshot);
        rows(1, 60);
        assertThat(run(restored)).containsExactly("watermark 20", "rows 1", "watermark 60");
        rows(1, 90);
        assertThat(run(restored)).containsExactly("rows 1", "watermark 70");
    }

    @Test
    void aSplitThatMovedToAnotherSubtaskBringsItsTimeAlong() {
        reader.splitCount = 1;
        SourceInput restored = input(BadRecordPolicy.FAIL, 20, Map.of("split-0", 70L, "split-1", 20L));
        assertThat(run(restored)).containsExactly("watermark 70");
    }

    @Test
    void aSplitThatWasIdleGetsItsTimeoutOnceMore() {
        reader.splitCount = 2;
        SourceInput restored = input(BadRecordPolicy.FAIL, 50, Map.of("split-0", 50L, "split-1", 7L));
        rows(0, 80);
        assertThat(run(restored)).containsExactly("watermark 50", "rows 1");
        pass(IDLE_TIMEOUT_MILLIS - 1);
        rows(0, 81);
        assertThat(run(restored)).containsExactly("rows 1");
        pass(1);
        assertThat(run(restored)).containsExactly("watermark 81");
    }

    @Test
    void behindAStopNothingIsReadUntilItIsGivenUp() {
        reader.splitCount = 1;
        input.inject(new Barrier(3, Barrier.Kind.STOP, Barrier.Alignment.ALIGNED, 0, 0));
        rows(0, 1);
        assertThat(run()).containsExactly("barrier 3");
        input.aborted(2);
        assertThat(run()).isEmpty();
        input.aborted(3);
        assertThat(run()).containsExactly("rows 1", "watermark 1");
    }

    @Test
    void aDrainEndsTheInputBeforeItsBarrier() {
        reader.splitCount = 1;
        rows(0, 1);
        input.inject(new Barrier(3, Barrier.Kind.DRAIN, Barrier.Alignment.ALIGNED, 0, 0));
        assertThat(run()).containsExactly("end of time", "end", "barrier 3");
    }

    @Test
    void badRecordsFailTheJobNamingTheirPlace() {
        assertThatThrownBy(() -> letters.report("topic \"t\" partition 0 offset 7", new byte[] {1}, 0, 1, "no brace"))
                .hasMessageContaining("topic \"t\" partition 0 offset 7")
                .hasMessageContaining("no brace")
                .hasMessageContaining("bad-records");
    }

    @Test
    void badRecordsAreCountedAndWrittenAside() {
        SourceInput tolerant = input(new BadRecordPolicy(BadRecordPolicy.Action.DEAD_LETTER, 1), Watermark.NONE);
        letters.report("here", new byte[] {1, 2, 3}, 1, 3, "why");
        assertThat(letters.isEmpty()).isFalse();
        assertThat(tolerant.take()).isTrue();
        assertThat(letters.isEmpty()).isTrue();
        assertThat(counters.snapshot()).containsEntry("numBadRecords", 1L);
        assertThat(metrics.recordsOut).isEqualTo(1);
    }

    /**
     * Otherwise a checkpoint would hold the position behind the record, and a crash behind it would lose the record.
     */
    @Test
    void badRecordsAreWrittenAsideInFrontOfTheNextBarrier() {
        SourceInput tolerant = input(new BadRecordPolicy(BadRecordPolicy.Action.DEAD_LETTER, 1), Watermark.NONE);
        reader.splitCount = 1;
        reader.onPoll = () -> letters.report("here", new byte[] {1}, 0, 1, "why");
        rows(0, 5);

        assertThat(tolerant.take()).isTrue();

        assertThat(letters.isEmpty()).isTrue();
        assertThat(side.poll()).isInstanceOf(Rows.class);
    }
}
