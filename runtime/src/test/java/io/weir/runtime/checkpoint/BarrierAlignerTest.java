package io.weir.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.Barrier.Alignment;
import io.weir.runtime.element.Barrier.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BarrierAlignerTest {
    private final Log effects = new Log();
    private final Map<Integer, Barrier> waiting = new HashMap<>();
    private Set<Integer> alwaysAligned = Set.of();
    private final BarrierAligner aligner =
            new BarrierAligner(3, channel -> alwaysAligned.contains(channel), waiting::get, effects);

    /** Writes effects down. */
    private static final class Log implements AlignmentEffects {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void hold(int channel) {
            lines.add("hold " + channel);
        }

        @Override
        public void releaseAll() {
            lines.add("release");
        }

        @Override
        public void cut(Barrier barrier, boolean overtook) {
            lines.add("cut " + barrier.id() + (overtook ? " overtaking" : ""));
        }

        @Override
        public void overtake(int channel, Barrier barrier) {
            lines.add("overtake in " + channel);
        }

        @Override
        public void recorded(Barrier barrier) {
            lines.add("recorded " + barrier.id());
        }

        @Override
        public void cancelled(Barrier barrier) {
            lines.add("cancelled " + barrier.id());
        }

        private List<String> take() {
            List<String> taken = List.copyOf(lines);
            lines.clear();
            return taken;
        }
    }

    private static Barrier aligned(long id) {
        return new Barrier(id, Kind.CHECKPOINT, Alignment.ALIGNED, 0, 0);
    }

    private static Barrier unaligned(long id) {
        return new Barrier(id, Kind.CHECKPOINT, Alignment.UNALIGNED, 0, 0);
    }

    private static Barrier atLeastOnce(long id) {
        return new Barrier(id, Kind.CHECKPOINT, Alignment.AT_LEAST_ONCE, 0, 0);
    }

    @Test
    void oneChannelCutsAtOnce() {
        BarrierAligner single = new BarrierAligner(1, effects);
        single.barrier(0, aligned(7));
        assertThat(effects.take()).containsExactly("cut 7");
    }

    @Test
    void lastBarrierCutsAndReleasesHeldChannels() {
        aligner.barrier(0, aligned(7));
        aligner.barrier(2, aligned(7));
        assertThat(effects.take()).containsExactly("hold 0", "hold 2");
        aligner.barrier(1, aligned(7));
        assertThat(effects.take()).containsExactly("cut 7", "release");
    }

    @Test
    void aHeldChannelMayNotDeliver() {
        aligner.barrier(0, aligned(7));
        assertThatThrownBy(() -> aligner.barrier(0, aligned(8)))
                .hasMessage("barrier 8 on channel 0, held while checkpoint 7 is aligning");
    }

    @Test
    void abortReleasesAndLaterBarriersOfItAreDropped() {
        aligner.barrier(0, aligned(7));
        aligner.aborted(7);
        assertThat(effects.take()).containsExactly("hold 0", "release", "cancelled 7");
        aligner.barrier(1, aligned(7));
        aligner.barrier(2, aligned(7));
        assertThat(effects.take()).isEmpty();
        aligner.barrier(0, aligned(8));
        aligner.barrier(1, aligned(8));
        aligner.barrier(2, aligned(8));
        assertThat(effects.take()).containsExactly("hold 0", "hold 1", "cut 8", "release");
    }

    @Test
    void abortBeforeTheFirstBarrierDropsItsBarriers() {
        aligner.aborted(7);
        aligner.barrier(0, aligned(7));
        assertThat(effects.take()).isEmpty();
    }

    @Test
    void aBarrierThatSkipsOneCancelsIt() {
        aligner.barrier(0, aligned(7));
        aligner.barrier(1, aligned(8));
        assertThat(effects.take()).containsExactly("hold 0", "release", "cancelled 7", "hold 1");
        aligner.barrier(0, aligned(8));
        aligner.barrier(2, aligned(7)); // was on its way
        aligner.barrier(2, aligned(8));
        assertThat(effects.take()).containsExactly("hold 0", "cut 8", "release");
    }

    @Test
    void aBarrierThatWasSkippedOnAnotherChannelIsDropped() {
        aligner.barrier(0, aligned(8)); // its sender has given 7 up
        aligner.barrier(1, aligned(7));
        aligner.barrier(2, aligned(7));
        assertThat(effects.take()).containsExactly("hold 0");
        aligner.barrier(1, aligned(8));
        aligner.barrier(2, aligned(8));
        assertThat(effects.take()).containsExactly("hold 1", "cut 8", "release");
    }

    @Test
    void atLeastOnceABarrierThatWasSkippedOnAnotherChannelIsDropped() {
        aligner.barrier(0, atLeastOnce(8));
        aligner.barrier(1, atLeastOnce(7));
        aligner.barrier(2, atLeastOnce(7));
        assertThat(effects.take()).isEmpty();
        aligner.barrier(1, atLeastOnce(8));
        aligner.barrier(2, atLeastOnce(8));
        assertThat(effects.take()).containsExactly("cut 8", "release");
    }

    @Test
    void atLeastOnceCutsAtTheLastBarrierWithoutHolding() {
        aligner.barrier(0, atLeastOnce(7));
        aligner.barrier(1, atLeastOnce(7));
        assertThat(effects.take()).isEmpty();
        aligner.barrier(2, atLeastOnce(7));
        assertThat(effects.take()).containsExactly("cut 7", "release");
    }

    @Test
    void atLeastOnceHoldsAtTheNextBarrier() {
        aligner.barrier(0, atLeastOnce(7));
        aligner.barrier(0, atLeastOnce(8));
        assertThat(effects.take()).containsExactly("hold 0");
        aligner.barrier(1, atLeastOnce(7));
        aligner.barrier(2, atLeastOnce(7));
        assertThat(effects.take()).containsExactly("cut 7", "release");
        aligner.barrier(1, atLeastOnce(8));
        aligner.barrier(2, atLeastOnce(8));
        assertThat(effects.take()).containsExactly("cut 8", "release");
    }

    @Test
    void overtakesInEveryChannelInWhichItWaits() {
        waiting.put(0, unaligned(7));
        waiting.put(2, unaligned(7));
        aligner.overtakingDue(unaligned(7));
        assertThat(effects.take()).containsExactly("overtake in 0", "overtake in 2", "cut 7 overtaking", "release");
        assertThat(aligner.isRecording(1)).isTrue();
        assertThat(aligner.isRecording(0)).isFalse();
        aligner.barrier(1, unaligned(7));
        assertThat(effects.take()).containsExactly("recorded 7");
        assertThat(aligner.isRecording(1)).isFalse();
    }

    @Test
    void aBarrierThatComesWhileRecordingOvertakesToo() {
        waiting.put(0, unaligned(7));
        aligner.overtakingDue(unaligned(7));
        effects.take();
        waiting.put(1, unaligned(7));
        aligner.overtakingDue(unaligned(7));
        waiting.put(2, unaligned(7));
        aligner.overtakingDue(unaligned(7));
        assertThat(effects.take()).containsExactly("overtake in 1", "overtake in 2", "recorded 7");
    }

    @Test
    void alignmentTurnsIntoOvertakingWhenItsTimeIsOver() {
        aligner.barrier(0, unaligned(7));
        assertThat(effects.take()).containsExactly("hold 0");
        waiting.put(1, unaligned(7));
        aligner.overtakingDue(unaligned(7));
        assertThat(effects.take()).containsExactly("overtake in 1", "cut 7 overtaking", "release");
        aligner.barrier(2, unaligned(7));
        assertThat(effects.take()).containsExactly("recorded 7");
    }

    @Test
    void channelsThatMustBeAlignedAreAwaitedBeforeOvertaking() {
        alwaysAligned = Set.of(2);
        waiting.put(0, unaligned(7));
        waiting.put(1, unaligned(7));
        aligner.overtakingDue(unaligned(7));
        assertThat(effects.take()).containsExactly("hold 0", "hold 1");
        assertThat(aligner.wantsOvertaking(unaligned(7))).isFalse();
        aligner.barrier(2, unaligned(7));
        assertThat(effects.take())
                .containsExactly(
                        "hold 2", "overtake in 0", "overtake in 1", "cut 7 overtaking", "release", "recorded 7");
    }

    @Test
    void abortWhileRecordingDropsWhatWasRecorded() {
        waiting.put(0, unaligned(7));
        aligner.overtakingDue(unaligned(7));
        effects.take();
        aligner.aborted(7);
        assertThat(effects.take()).containsExactly("release", "cancelled 7");
        aligner.barrier(1, unaligned(7));
        assertThat(effects.take()).isEmpty();
        assertThat(aligner.wantsOvertaking(unaligned(7))).isFalse();
    }

    @Test
    void theNextCheckpointCancelsARecordingThatIsStillOpen() {
        waiting.put(0, unaligned(7));
        aligner.overtakingDue(unaligned(7));
        effects.take();
        waiting.put(0, unaligned(8));
        aligner.overtakingDue(unaligned(8));
        assertThat(effects.take())
                .containsExactly("release", "cancelled 7", "overtake in 0", "cut 8 overtaking", "release");
    }
}
