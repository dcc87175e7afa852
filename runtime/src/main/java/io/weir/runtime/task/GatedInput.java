package io.weir.runtime.task;

import io.weir.runtime.checkpoint.AlignmentEffects;
import io.weir.runtime.checkpoint.BarrierAligner;
import io.weir.runtime.checkpoint.SnapshotState;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.EndOfInput;
import io.weir.runtime.element.Idleness;
import io.weir.runtime.element.Rows;
import io.weir.runtime.element.StreamElement;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.exchange.InFlightRows;
import io.weir.runtime.exchange.InputGate;
import io.weir.runtime.time.WatermarkMerger;
import io.weir.spi.data.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The input gate at the head of a chain: rows, merged watermarks, aligned barriers.
 *
 * <p>Rows that were in flight in the checkpoint come first, before anything from any channel: what a sender says after
 * a restore must not overtake what it, or its predecessor before a rescale, said before.
 */
final class GatedInput implements SubtaskInput, AlignmentEffects {
    private final InputGate gate;
    private final List<ChannelOrigin> origins;
    private final int inputCount;
    private final OperatorChain chain;
    private final SubtaskMetrics metrics;
    private final Cuts cuts;
    private final ArrayDeque<InFlightRows> restored;

    private final BarrierAligner aligner;
    private final WatermarkMerger merger;
    private final BitSet endedChannels = new BitSet();
    /** Inputs that have ended but of which the operator has not heard: the last watermark goes before it. */
    private final ArrayDeque<Integer> endedInputs = new ArrayDeque<>();

    private int toldEnds;
    private boolean toldIdle;
    private boolean tellWatermark;
    private List<InFlightRows> recorded = new ArrayList<>();

    /** Where a channel comes from. */
    record ChannelOrigin(String from, int output, int input, int sender) {}

    /** Hears what becomes of barriers at this input. */
    interface Cuts {
        /** The barrier enters the chain. */
        void cut(Barrier barrier, boolean overtook);

        /** The in-flight rows of a cut that overtook. */
        void recorded(Barrier barrier, List<InFlightRows> rows);

        void cancelled(Barrier barrier);

        /** The first barrier of an alignment has come. */
        void first(Barrier barrier);
    }

    GatedInput(
            InputGate gate,
            List<ChannelOrigin> origins,
            int inputCount,
            OperatorChain chain,
            List<InFlightRows> restored,
            long restoredWatermark,
            SubtaskMetrics metrics,
            Cuts cuts) {
        this.gate = gate;
        this.origins = List.copyOf(origins);
        this.inputCount = inputCount;
        this.chain = chain;
        this.metrics = metrics;
        this.cuts = cuts;
        this.restored = new ArrayDeque<>(restored);
        merger = new WatermarkMerger(gate.channelCount(), restoredWatermark);
        tellWatermark = restoredWatermark > Watermark.NONE;
        aligner = new BarrierAligner(
                gate.channelCount(),
                channel -> gate.channel(channel).isAlwaysAligned(),
                channel -> gate.channel(channel).announced(),
                this);
    }

    @Override
    public boolean take() {
        if (tellWatermark) {
            tellWatermark = false;
            chain.accept(0, new Watermark(merger.current()));
            return true;
        }
        if (!restored.isEmpty()) {
            InFlightRows rows = restored.remove();
            rows(rows.input(), rows.batch());
            return true;
        }
        if (!endedInputs.isEmpty()) {
            int input = endedInputs.remove();
            toldEnds++;
            boolean last = toldEnds == inputCount;
            metrics.ended = last;
            chain.endOfInput(input, last);
            return true;
        }
        if (hasEnded() && gate.channelCount() == 0) {
            return false;
        }
        StreamElement element = gate.poll();
        if (element == null) {
            return false;
        }
        accept(gate.current(), element);
        return true;
    }

    private void accept(int channel, StreamElement element) {
        if (element instanceof Rows rows) {
            if (aligner.isRecording(channel)) {
                record(channel, rows.batch());
            }
            merger.activate(channel);
            tellIdleness();
            rows(gate.inputOf(channel), rows.batch());
        } else if (element instanceof Watermark watermark) {
            boolean grew = merger.advance(channel, watermark.timeMicros());
            tellIdleness();
            tellIfGrown(grew);
        } else if (element instanceof Idleness idleness) {
            boolean grew = false;
            if (idleness.idle()) {
                grew = merger.idle(channel);
            } else {
                merger.activate(channel);
            }
            tellIfGrown(grew);
            tellIdleness();
        } else if (element instanceof EndOfInput) {
            end(channel);
        } else if (element instanceof Barrier barrier) {
            cuts.first(barrier);
            aligner.barrier(channel, barrier);
        } else {
            throw new IllegalStateException("unknown element " + element);
        }
    }

    private void rows(int input, Batch batch) {
        metrics.in(batch);
        chain.accept(input, new Rows(batch));
    }

    private void end(int channel) {
        if (endedChannels.get(channel)) {
            return;
        }
        endedChannels.set(channel);
        boolean grew = merger.end(channel);
        int input = gate.inputOf(channel);
        if (isInputEnded(input)) {
            endedInputs.add(input);
        }
        tellIfGrown(grew);
        tellIdleness();
    }

    private boolean isInputEnded(int input) {
        for (int channel = 0; channel < gate.channelCount(); channel++) {
            if (gate.inputOf(channel) == input && !endedChannels.get(channel)) {
                return false;
            }
        }
        return true;
    }

    private void tellIfGrown(boolean grew) {
        if (grew) {
            metrics.watermarkMicros = merger.current();
            chain.offer(new Watermark(merger.current()));
        }
    }

    private void tellIdleness() {
        if (merger.isIdle() != toldIdle) {
            toldIdle = merger.isIdle();
            chain.offer(new Idleness(toldIdle));
        }
    }

    @Override
    public boolean hasEnded() {
        return toldEnds == inputCount;
    }

    @Override
    public void inject(Barrier barrier) {
        throw new IllegalStateException("barrier " + barrier.id() + " injected into a subtask that has inputs");
    }

    @Override
    public void aborted(long checkpointId) {
        aligner.aborted(checkpointId);
    }

    @Override
    public @Nullable Barrier waitingToOvertake() {
        Barrier newest = null;
        for (int channel = 0; channel < gate.channelCount(); channel++) {
            Barrier barrier = gate.channel(channel).announced();
            if (barrier != null
                    && !gate.channel(channel).isAlwaysAligned()
                    && (newest == null || barrier.id() > newest.id())
                    && aligner.wantsOvertaking(barrier)) {
                newest = barrier;
            }
        }
        return newest;
    }

    @Override
    public void overtake(Barrier barrier) {
        cuts.first(barrier);
        aligner.overtakingDue(barrier);
    }

    @Override
    public Map<String, byte[]> snapshot(Barrier barrier) {
        long watermark = merger.current();
        return watermark == Watermark.NONE || watermark == Watermark.END
                ? Map.of()
                : Map.of(SnapshotState.WATERMARK, SnapshotState.ofLong(watermark));
    }

    @Override
    public long watermarkMicros() {
        return merger.current();
    }

    @Override
    public int queuedElements() {
        return gate.queuedElements();
    }

    // Effects of the aligner.

    @Override
    public void hold(int channel) {
        gate.hold(channel);
    }

    @Override
    public void releaseAll() {
        gate.releaseAll();
    }

    @Override
    public void cut(Barrier barrier, boolean overtook) {
        if (overtook) {
            recorded.addAll(0, restored);
        }
        cuts.cut(barrier, overtook);
    }

    @Override
    public void overtake(int channel, Barrier barrier) {
        for (Batch batch : gate.channel(channel).overtake(barrier)) {
            record(channel, batch);
        }
    }

    private void record(int channel, Batch batch) {
        ChannelOrigin origin = origins.get(channel);
        recorded.add(new InFlightRows(origin.from(), origin.output(), origin.input(), origin.sender(), batch));
    }

    @Override
    public void recorded(Barrier barrier) {
        List<InFlightRows> rows = recorded;
        recorded = new ArrayList<>();
        cuts.recorded(barrier, rows);
    }

    @Override
    public void cancelled(Barrier barrier) {
        recorded = new ArrayList<>();
        cuts.cancelled(barrier);
    }
}
