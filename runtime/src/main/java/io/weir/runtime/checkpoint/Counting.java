package io.weir.runtime.checkpoint;

import io.weir.runtime.element.Barrier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * At least once: inputs past the barrier flow on while the others have not come to it. They flow up to the next barrier
 * at most, so that one checkpoint at a time is under way and barriers keep their order.
 *
 * @param later barriers of the next checkpoint that have come already, in order of arrival; their channels are held
 */
record Counting(Barrier barrier, BitSet arrived, List<Early> later) implements AlignmentState {
    /** A barrier that came before its time. */
    record Early(int channel, Barrier barrier) {}

    static AlignmentState begin(Alignment alignment, Barrier barrier, BitSet arrived) {
        return new Counting(barrier, arrived, new ArrayList<>()).cutIfComplete(alignment);
    }

    @Override
    public AlignmentState barrier(Alignment alignment, int channel, Barrier next) {
        if (next.id() == barrier.id()) {
            arrived.set(channel);
            return cutIfComplete(alignment);
        }
        if (AlignmentState.isOutrun(next, barrier)) {
            return this;
        }
        later.add(new Early(channel, next));
        alignment.effects().hold(channel);
        if (!arrived.get(channel)) {
            // The sender has skipped ours: it can never be complete.
            alignment.effects().cancelled(barrier);
            return replay(alignment);
        }
        return this;
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
        if (checkpointId == barrier.id()) {
            alignment.effects().cancelled(barrier);
            return replay(alignment);
        }
        later.removeIf(early -> early.barrier.id() == checkpointId);
        return this;
    }

    @Override
    public String describe() {
        return "checkpoint " + barrier.id() + " is counting, received from channels " + arrived;
    }

    private AlignmentState cutIfComplete(Alignment alignment) {
        if (arrived.cardinality() < alignment.channelCount()) {
            return this;
        }
        alignment.effects().cut(barrier, false);
        return replay(alignment);
    }

    private AlignmentState replay(Alignment alignment) {
        alignment.effects().releaseAll();
        AlignmentState state = Waiting.INSTANCE;
        for (Early early : later) {
            state = state.barrier(alignment, early.channel, early.barrier);
        }
        return state;
    }
}
