package io.weir.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.element.Barrier;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Lines up the inputs of one subtask at barriers (Chandy and Lamport 1985; Carbone et al. 2015). Used by the subtask's
 * worker; effects are called back in the same call.
 *
 * <p>Each channel delivers barriers with ascending ids, but for unaligned ones, which may overtake. A barrier that was
 * aborted, or that is older than the last cut, is dropped here.
 */
public final class BarrierAligner {
    /** More checkpoints than can be under way; older ids fall out and are stale by then. */
    private static final int REMEMBERED_ABORTS = 64;

    private final Alignment alignment;
    private AlignmentState state = Waiting.INSTANCE;
    private final TreeSet<Long> aborted = new TreeSet<>();
    private long lastCutId = Long.MIN_VALUE;

    /** Inputs on all of which barriers may overtake, but none is known to wait. */
    BarrierAligner(int channelCount, AlignmentEffects effects) {
        this(channelCount, channel -> false, channel -> null, effects);
    }

    /**
     * @param alwaysAligned the channels on which barriers never overtake
     * @param announced the unaligned barrier that waits in a channel, or null
     */
    public BarrierAligner(
            int channelCount,
            IntPredicate alwaysAligned,
            IntFunction<@Nullable Barrier> announced,
            AlignmentEffects effects) {
        requireNonNull(effects, "effects is null");
        alignment = new Alignment(channelCount, alwaysAligned, announced, new CutRecorder(effects));
    }

    /** A barrier has come, in its turn, on a channel that is not held. */
    public void barrier(int channel, Barrier barrier) {
        if (!isStale(barrier)) {
            state = state.barrier(alignment, channel, barrier);
        }
    }

    /**
     * An unaligned barrier waits in some channel, and its time to overtake has come. The operators have nothing left to
     * say.
     */
    public void overtakingDue(Barrier barrier) {
        if (!isStale(barrier)) {
            state = state.overtakingDue(alignment, barrier);
        }
    }

    /** Whether {@link #overtakingDue} would do anything. */
    public boolean wantsOvertaking(Barrier barrier) {
        if (state instanceof Recording recording && recording.barrier().id() == barrier.id()) {
            return true;
        }
        return !isStale(barrier)
                && !(state instanceof Overtaking overtaking
                        && overtaking.barrier().id() == barrier.id());
    }

    /** The coordinator has given a checkpoint up; its barrier, if it comes yet, is dropped. */
    public void aborted(long checkpointId) {
        forget(checkpointId);
        state = state.aborted(alignment, checkpointId);
    }

    private void forget(long checkpointId) {
        aborted.add(checkpointId);
        if (aborted.size() > REMEMBERED_ABORTS) {
            aborted.pollFirst();
        }
    }

    /** Whether rows that are taken from a channel belong to the snapshot under way. */
    public boolean isRecording(int channel) {
        return state.isRecording(channel);
    }

    /** What is under way, for messages; empty if nothing is. */
    public String describe() {
        return state.describe();
    }

    private boolean isStale(Barrier barrier) {
        if (state instanceof Recording recording && recording.barrier().id() == barrier.id()) {
            return false; // its cut is made, but its barriers are still awaited
        }
        return barrier.id() <= lastCutId || aborted.contains(barrier.id());
    }

    /** Remembers the last cut, and what was given up. */
    private final class CutRecorder implements AlignmentEffects {
        private final AlignmentEffects effects;

        private CutRecorder(AlignmentEffects effects) {
            this.effects = effects;
        }

        @Override
        public void hold(int channel) {
            effects.hold(channel);
        }

        @Override
        public void releaseAll() {
            effects.releaseAll();
        }

        @Override
        public void cut(Barrier barrier, boolean overtook) {
            lastCutId = barrier.id();
            effects.cut(barrier, overtook);
        }

        @Override
        public void overtake(int channel, Barrier barrier) {
            effects.overtake(channel, barrier);
        }

        @Override
        public void recorded(Barrier barrier) {
            effects.recorded(barrier);
        }

        @Override
        public void cancelled(Barrier barrier) {
            forget(barrier.id()); // it may still come on other channels
            effects.cancelled(barrier);
        }
    }
}
