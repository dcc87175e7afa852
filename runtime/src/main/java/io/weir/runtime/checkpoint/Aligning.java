package io.weir.runtime.checkpoint;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Barrier;
import java.util.BitSet;

/** Some inputs are past the barrier and held; the others flow until it comes there too. */
record Aligning(Barrier barrier, BitSet arrived) implements AlignmentState {
    @Override
    public AlignmentState barrier(Alignment alignment, int channel, Barrier next) {
        checkState(
                !arrived.get(channel),
                "barrier %s on channel %s, held while checkpoint %s is aligning",
                next.id(),
                channel,
                barrier.id());
        if (AlignmentState.isOutrun(next, barrier)) {
            return this;
        }
        if (next.id() != barrier.id()) {
            // The sender has skipped ours: it was given up there, and can never be complete.
            alignment.cancel(barrier);
            return alignment.begin(channel, next);
        }
        arrived.set(channel);
        if (arrived.cardinality() == alignment.channelCount()) {
            alignment.effects().cut(barrier, false);
            alignment.effects().releaseAll();
            return Waiting.INSTANCE;
        }
        alignment.effects().hold(channel);
        return this;
    }

    @Override
    public AlignmentState overtakingDue(Alignment alignment, Barrier due) {
        if (due.id() == barrier.id()) {
            return alignment.overtake(barrier, arrived);
        }
        if (due.id() < barrier.id()) {
            return this; // left from a checkpoint given up; it is dropped when its turn comes
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
        return "checkpoint " + barrier.id() + " is aligning, received from channels " + arrived;
    }
}
