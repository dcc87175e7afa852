package io.weir.runtime.checkpoint;

import io.weir.runtime.element.Barrier;
import java.util.BitSet;

/**
 * The cut is made; what comes on the remaining channels before their barrier belongs to the snapshot. Every input
 * flows.
 */
record Recording(Barrier barrier, BitSet remaining) implements AlignmentState {
    @Override
    public AlignmentState barrier(Alignment alignment, int channel, Barrier next) {
        if (next.id() != barrier.id()) {
            // A barrier of the next checkpoint while ours is incomplete: the coordinator has given ours up.
            alignment.cancel(barrier);
            return alignment.begin(channel, next);
        }
        remaining.clear(channel);
        return next(alignment);
    }

    @Override
    public AlignmentState overtakingDue(Alignment alignment, Barrier due) {
        if (due.id() > barrier.id()) {
            alignment.cancel(barrier);
            return alignment.overtake(due, new BitSet());
        }
        if (due.id() == barrier.id()) {
            for (int channel = remaining.nextSetBit(0); channel >= 0; channel = remaining.nextSetBit(channel + 1)) {
                if (alignment.overtakeIn(channel, barrier)) {
                    remaining.clear(channel);
                }
            }
            return next(alignment);
        }
        return this;
    }

    @Override
    public AlignmentState aborted(Alignment alignment, long checkpointId) {
        return checkpointId == barrier.id() ? alignment.cancel(barrier) : this;
    }

    @Override
    public boolean isRecording(int channel) {
        return remaining.get(channel);
    }

    @Override
    public String describe() {
        return "checkpoint " + barrier.id() + " is recording channels " + remaining;
    }

    private AlignmentState next(Alignment alignment) {
        if (!remaining.isEmpty()) {
            return this;
        }
        alignment.effects().recorded(barrier);
        return Waiting.INSTANCE;
    }
}
