package io.weir.runtime.checkpoint;

import io.weir.runtime.element.Barrier;
import java.util.BitSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the states share.
 *
 * @param alwaysAligned the channels on which barriers never overtake
 * @param announced the unaligned barrier that waits in a channel, or null
 */
record Alignment(
        int channelCount,
        IntPredicate alwaysAligned,
        IntFunction<@Nullable Barrier> announced,
        AlignmentEffects effects) {

    /** The state after the first barrier of a checkpoint. */
    AlignmentState begin(int channel, Barrier barrier) {
        BitSet arrived = new BitSet(channelCount);
        arrived.set(channel);
        if (barrier.alignment() == Barrier.Alignment.AT_LEAST_ONCE) {
            return Counting.begin(this, barrier, arrived);
        }
        if (arrived.cardinality() == channelCount) {
            effects.cut(barrier, false);
            return Waiting.INSTANCE;
        }
        effects.hold(channel);
        return new Aligning(barrier, arrived);
    }

    /** Lets a barrier overtake now, if nothing forbids it; else waits for the channels that must be aligned. */
    AlignmentState overtake(Barrier barrier, BitSet arrived) {
        for (int channel = 0; channel < channelCount; channel++) {
            if (alwaysAligned.test(channel) && !arrived.get(channel)) {
                return Overtaking.begin(this, barrier, arrived);
            }
        }
        BitSet remaining = new BitSet(channelCount);
        for (int channel = 0; channel < channelCount; channel++) {
            if (!arrived.get(channel) && !overtakeIn(channel, barrier)) {
                remaining.set(channel);
            }
        }
        effects.cut(barrier, true);
        effects.releaseAll();
        if (remaining.isEmpty()) {
            effects.recorded(barrier);
            return Waiting.INSTANCE;
        }
        return new Recording(barrier, remaining);
    }

    /** Whether the barrier waits in the channel, and so has overtaken there. */
    boolean overtakeIn(int channel, Barrier barrier) {
        Barrier waiting = announced.apply(channel);
        if (waiting == null || waiting.id() != barrier.id()) {
            return false;
        }
        effects.overtake(channel, waiting);
        return true;
    }

    AlignmentState cancel(Barrier barrier) {
        effects.releaseAll();
        effects.cancelled(barrier);
        return Waiting.INSTANCE;
    }
}
