package io.weir.runtime.checkpoint;

import io.weir.runtime.element.Barrier;

/** What a {@link BarrierAligner} has done: to the inputs and to the operators of its subtask. */
public interface AlignmentEffects {
    /** Nothing more is taken from a channel until {@link #releaseAll}. */
    void hold(int channel);

    void releaseAll();

    /**
     * Every input stands at the barrier, or counts as if it did: the barrier goes through the operators, and out.
     *
     * @param overtook whether inputs still have rows that belong before the barrier; they are part of the snapshot
     */
    void cut(Barrier barrier, boolean overtook);

    /**
     * The barrier overtakes in a channel in which it waits: the rows before it become part of the snapshot. Called
     * before {@link #cut} or after it.
     */
    void overtake(int channel, Barrier barrier);

    /** After a cut that overtook: the in-flight rows of all channels are complete. */
    void recorded(Barrier barrier);

    /**
     * This barrier will not come to its cut here, or its in-flight rows will not be complete: an earlier subtask gave
     * it up, or the coordinator did.
     */
    void cancelled(Barrier barrier);
}
