package io.weir.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.element.Watermark;
import org.junit.jupiter.api.Test;

final class WatermarkMergerTest {
    @Test
    void onePartIsItsOwnResult() {
        WatermarkMerger merger = new WatermarkMerger(1, Watermark.NONE);
        assertThat(merger.advance(0, 5)).isTrue();
        assertThat(merger.advance(0, 3)).isFalse();
        assertThat(merger.current()).isEqualTo(5);
        assertThat(merger.end(0)).isTrue();
        assertThat(merger.current()).isEqualTo(Watermark.END);
    }

    @Test
    void theLeastPartHoldsTheResult() {
        WatermarkMerger merger = new WatermarkMerger(3, Watermark.NONE);
        merger.advance(0, 10);
        merger.advance(1, 20);
        assertThat(merger.current()).isEqualTo(Watermark.NONE);
        assertThat(merger.advance(2, 15)).isTrue();
        assertThat(merger.current()).isEqualTo(10);
        assertThat(merger.end(0)).isTrue();
        assertThat(merger.current()).isEqualTo(15);
    }

    @Test
    void anIdlePartHoldsNothingBackUntilItWakes() {
        WatermarkMerger merger = new WatermarkMerger(2, Watermark.NONE);
        merger.advance(0, 10);
        assertThat(merger.idle(1)).isTrue();
        assertThat(merger.current()).isEqualTo(10);
        merger.advance(0, 50);
        assertThat(merger.current()).isEqualTo(50);
        // It comes back with a backlog from before: its rows are late, and nothing goes back; but it holds the result
        // until it has caught up.
        assertThat(merger.advance(1, 20)).isFalse();
        assertThat(merger.advance(0, 90)).isFalse();
        assertThat(merger.current()).isEqualTo(50);
        assertThat(merger.advance(1, 70)).isTrue();
        assertThat(merger.current()).isEqualTo(70);
    }

    @Test
    void whileAllAreIdleTheResultStays() {
        WatermarkMerger merger = new WatermarkMerger(2, Watermark.NONE);
        merger.advance(0, 10);
        merger.advance(1, 30);
        merger.idle(0);
        assertThat(merger.current()).isEqualTo(30);
        assertThat(merger.isIdle()).isFalse();
        assertThat(merger.idle(1)).isFalse();
        assertThat(merger.isIdle()).isTrue();
        assertThat(merger.current()).isEqualTo(30);
        merger.activate(0);
        assertThat(merger.isIdle()).isFalse();
    }

    @Test
    void endedAndIdlePartsTogetherAreIdleNotEnded() {
        WatermarkMerger merger = new WatermarkMerger(2, Watermark.NONE);
        merger.advance(0, 10);
        merger.advance(1, 10);
        merger.end(0);
        merger.idle(1);
        assertThat(merger.isIdle()).isTrue();
        assertThat(merger.current()).isEqualTo(10);
        assertThat(merger.end(1)).isTrue();
        assertThat(merger.isIdle()).isFalse();
        assertThat(merger.current()).isEqualTo(Watermark.END);
    }

    @Test
    void newPartsHoldTheResultWhereItIs() {
        WatermarkMerger merger = new WatermarkMerger(1, Watermark.NONE);
        merger.advance(0, 10);
        merger.grow(2, part -> 10);
        assertThat(merger.advance(0, 99)).isFalse();
        assertThat(merger.current()).isEqualTo(10);
        assertThat(merger.advance(1, 40)).isTrue();
        assertThat(merger.current()).isEqualTo(40);
    }

    @Test
    void partsThatAreAllBeforeTheResultMoveIt() {
        WatermarkMerger merger = new WatermarkMerger(0, 10);
        assertThat(merger.grow(2, part -> 20 + part)).isTrue();
        assertThat(merger.current()).isEqualTo(20);
        assertThat(merger.grow(3, part -> 15)).isFalse();
        assertThat(merger.current()).isEqualTo(20);
        assertThat(merger.watermark(2)).isEqualTo(15);
    }

    @Test
    void aRestoredMergerBeginsWhereItStood() {
        WatermarkMerger merger = new WatermarkMerger(2, 100);
        assertThat(merger.current()).isEqualTo(100);
        assertThat(merger.advance(0, 50)).isFalse();
        merger.advance(0, 150);
        assertThat(merger.advance(1, 120)).isTrue();
        assertThat(merger.current()).isEqualTo(120);
    }
}
