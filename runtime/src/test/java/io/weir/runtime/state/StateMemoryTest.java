package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.error.WeirException;
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
        StateMemory.Account alone = memory.open("job", true, asked::incrementAndGet);
        takeAll(alone);
        assertThat(alone.bytes()).isEqualTo(LIMIT);
        assertThat(alone.excess()).isZero();
        assertThat(asked).hasValue(0);
    }

    @Test
    void oneThatComesLateGetsItsShareAsTheOtherGivesBack() {
        StateMemory.Account large = memory.open("job", true, asked::incrementAndGet);
        takeAll(large);
        StateMemory.Account late = memory.open("job", true, () -> {});
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
            assertThat(memory.open("job", true, () -> {}).tryTake(1)).isTrue();
        }
        StateMemory.Account large = memory.open("job", true, () -> {});
        takeAll(large);
        assertThat(large.bytes()).isGreaterThan(LIMIT * 9 / 10);
        assertThat(large.excess()).isZero();
    }

    @Test
    void whatWasClosedIsFreeAndHasNoShare() {
        StateMemory.Account first = memory.open("job", true, () -> {});
        takeAll(first);
        StateMemory.Account second = memory.open("job", true, () -> {});
        assertThat(second.tryTake(PAGE)).isFalse();
        first.close();
        first.close();
        takeAll(second);
        assertThat(second.bytes()).isEqualTo(LIMIT);
    }

    @Test
    void oneJobHasALimitForItsCachesAndStoresTogether() {
        StateMemory limited = new StateMemory(LIMIT, LIMIT / 4);
        StateMemory.Account account = limited.open("greedy", true, () -> {});
        StateMemory.Account second = limited.open("greedy", true, () -> {});
        takeAll(account);
        assertThat(account.bytes()).isEqualTo(LIMIT / 4);
        assertThat(second.tryTake(PAGE)).isFalse();
        assertThat(limited.open("other", true, () -> {}).tryTake(PAGE)).isTrue();
        second.require(LIMIT / 4);
        assertThat(second.isFarExceeded()).isTrue();
        assertThatThrownBy(() -> second.require(1))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("query greedy needs more than the 400 bytes");
        account.close();
        second.close();
        assertThat(limited.open("greedy", true, () -> {}).tryTake(LIMIT / 4)).isTrue();
    }

    @Test
    void whenStoresExceedTheMemoryThoseWithMuchFailFirst() {
        StateMemory.Account large = memory.open("large", true, () -> {});
        StateMemory.Account small = memory.open("small", true, () -> {});
        large.require(LIMIT);
        small.require(LIMIT / 16);
        assertThatThrownBy(() -> large.require(1)).hasMessageContaining("query large has 1601 bytes");
        small.require(LIMIT / 32);
        assertThatThrownBy(() -> small.require(LIMIT / 2)).hasMessageContaining("query small has 950 bytes");
    }

    @Test
    void aStoreThatCanGoToDiskNeverFailsAndFailsNobody() {
        StateMemory.Account growing = memory.open("growing", false, () -> {});
        StateMemory.Account onHeap = memory.open("hashmap", true, () -> {});
        growing.require(LIMIT * 2);
        onHeap.require(LIMIT / 2);
        assertThat(growing.bytes()).isEqualTo(LIMIT * 2);
        growing.close();
        assertThat(memory.usedBytes()).isEqualTo(LIMIT / 2);
        assertThatThrownBy(() -> onHeap.require(LIMIT)).isInstanceOf(WeirException.class);
    }
}
