package io.weir.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.connector.SourceReader;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangeMemoryTest {
    private final ChangeMemory memory = new ChangeMemory(640);
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger woken = new AtomicInteger();

    @Test
    void onlyThoseThatHoldMuchAreFullWhenTheMemoryIs() {
        ChangeMemory.Account large = memory.open(told::incrementAndGet);
        ChangeMemory.Account small = memory.open(told::incrementAndGet);
        small.take(10);
        large.take(630);
        assertThat(large.isFull()).isFalse();
        large.take(1);
        assertThat(large.isFull()).isTrue();
        assertThat(small.isFull()).isFalse();
        small.take(1);
        assertThat(small.isFull()).isTrue();
        assertThat(told).hasValue(2);
    }

    @Test
    void everybodyWhoWaitsIsWokenWhenThereIsRoom() {
        ChangeMemory.Account first = memory.open(told::incrementAndGet);
        ChangeMemory.Account second = memory.open(told::incrementAndGet);
        first.onRoom(this, woken::incrementAndGet);
        second.onRoom(this, woken::incrementAndGet);
        first.take(600);
        second.take(100);
        assertThat(first.isFull()).isTrue();
        assertThat(first.isFull()).isTrue();
        assertThat(told).as("told once").hasValue(1);
        second.take(-100);
        assertThat(woken).hasValue(2);
        assertThat(first.isFull()).isFalse();
        second.take(100);
        assertThat(first.isFull()).isTrue();
        assertThat(told).as("told again").hasValue(2);
    }

    @Test
    void readersOfEndedAttemptsAreForgotten() {
        ChangeMemory.Account account = memory.open(told::incrementAndGet);
        HeldSource source = new HeldSource(new NumbersSource(), account);
        EpochLimit limit = new EpochLimit(account, () -> true, (reader, reached) -> {});
        for (int attempt = 0; attempt < 3; attempt++) {
            SourceReader outside = source.createReader(new FakeContext(1), List.of());
            limit.onRaise(attempt, woken::incrementAndGet);
            assertThat(account.readerCount()).isEqualTo(2);
            outside.close();
            limit.forget(attempt);
            assertThat(account.readerCount()).isZero();
        }
        limit.raise(1);
        assertThat(woken).as("woken after the end").hasValue(0);
    }

    @Test
    void aViewThatIsGoneHoldsNothing() {
        ChangeMemory.Account gone = memory.open(told::incrementAndGet);
        gone.onRoom(this, woken::incrementAndGet);
        gone.take(1000);
        gone.close();
        assertThat(woken).hasValue(1);
        gone.take(500);
        gone.take(-20);
        assertThat(memory.takenBytes()).isZero();
        assertThat(gone.isFull()).isFalse();
    }
}
