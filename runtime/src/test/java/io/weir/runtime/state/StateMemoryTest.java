package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateMemoryTest {
    private static final long LIMIT = 1600;
    private static final long PAGE = 10;

    private final StateMemory memory = new StateMemory(LIMIT);
    private final AtomicInteger asked = new AtomicInteger();

    private static void takeAll(StateMemory.Account account) {
        while (account.tryTake(PAGE)) {
            // As much as there is.
        }
    }

    @Test
    void whoIsAloneHasEverything() {
        StateMemory.Account alone = memory.open(asked::incrementAndGet);
        takeAll(alone);
        assertThat(alone.bytes()).isEqualTo(LIMIT);
        assertThat(alone.excess()).isZero();
        assertThat(asked).hasValue(0);
    }

    @Test
    void oneThatComesLateGetsItsShareAsTheOtherGivesBack() {
        StateMemory.Account large = memory.open(asked::incrementAndGet);
        takeAll(large);
        StateMemory.Account late = memory.open(() -> {});
        for (int i = 0; i < 1000; i++) {
            boolean unused = late.tryTake(PAGE);
            if (large.excess() > 0) {
                large.take(-PAGE);
                boolean ignored = large.tryTake(PAGE);
            }
            assertThat(memory.usedBytes()).isLessThanOrEqualTo(LIMIT);
        }
        assertThat(asked.get()).as("asked to give back").isPositive();
        assertThat(late.bytes()).isGreaterThanOrEqualTo(LIMIT / 2 - PAGE);
        assertThat(large.bytes()).isGreaterThanOrEqualTo(LIMIT / 2 - LIMIT / 16 - PAGE);
    }

    @Test
    void smallOnesDoNotMakeTheSharesOfLargeOnesSmaller() {
        for (int i = 0; i < 100; i++) {
            assertThat(memory.open(() -> {}).tryTake(1)).isTrue();
        }
        StateMemory.Account large = memory.open(() -> {});
        takeAll(large);
        assertThat(large.bytes()).isGreaterThan(LIMIT * 9 / 10);
        assertThat(large.excess()).isZero();
    }

    @Test
    void whatWasClosedIsFreeAndHasNoShare() {
        StateMemory.Account first = memory.open(() -> {});
        takeAll(first);
        StateMemory.Account second = memory.open(() -> {});
        assertThat(second.tryTake(PAGE)).isFalse();
        first.close();
        first.close();
        takeAll(second);
        assertThat(second.bytes()).isEqualTo(LIMIT);
    }
}
