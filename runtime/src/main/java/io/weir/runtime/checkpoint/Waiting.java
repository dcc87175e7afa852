package io.weir.runtime.checkpoint;

import io.weir.runtime.element.Barrier;
import java.util.BitSet;

/** Waiting for the first barrier; every input flows. */
record Waiting() implements AlignmentState {
    static final Waiting INSTANCE = new Waiting();

    @Override
    public AlignmentState barrier(Alignment alignment, int channel, Barrier barrier) {
        return alignment.begin(channel, barrier);
    }

    @Override
    public AlignmentState overtakingDue(Alignment alignment, Barrier barrier) {
        return alignment.overtake(barrier, new BitSet());
    }

    @Override
    public AlignmentState aborted(Alignment alignment, long checkpointId) {
        return this;
    }

    @Override
    public String describe() {
        return "";
    }
}
