package io.weir.runtime.checkpoint;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Barrier;
import java.util.BitSet;

/**
 * The barrier may overtake, but some channels must be aligned first: all others are held, so that nothing stands
 * between those and their barrier.
 */
record Overtaking(Barrier barrier, BitSet arrived) implements AlignmentState {
    static AlignmentState begin(Alignment alignment, Barrier barrier, BitSet arrived) {
        for (int channel = 0; channel < alignment.channelCount(); channel++) {
            if (!alignment.alwaysAligned().test(channel)) {
                alignment.effects().hold(channel);
            }
        }
        return new Overtaking(barrier, arrived);
    }

    @Override
    public AlignmentState barrier(Alignment alignment, int channel, Barrier next) {
        checkState(!arrived.get(channel), "barrier %s on held channel %s", next.id(), channel);
        if (AlignmentState.isOutrun(next, barrier)) {
            return this;
        }
        if (next.id() != barrier.id()) {
            alignment.cancel(barrier);
            return alignment.begin(channel, next);
        }
        arrived.set(channel);
        alignment.effects().hold(channel);
        return alignment.overtake(barrier, arrived);
    }

    @Override
    public AlignmentState overtakingDue(Alignment alignment, Barrier due) {
        if (due.id() <= barrier.id()) {
            return this;
        }
        alignment.cancel(barrier);
        return alignment.overtake(due, new BitSet());
    }

    @Override
    public AlignmentState aborted(Alignment alignment, long checkpointId) {
        return checkpointId == barrier.id() ? alignment.cancel(barrier) : this;
    }

    @Override
    public String describe() {
        return "checkpoint " + barrier.id() + " waits to overtake, received from channels " + arrived;
    }
}
