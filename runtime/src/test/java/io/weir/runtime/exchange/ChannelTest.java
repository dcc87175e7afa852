package io.weir.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.EndOfInput;
import io.weir.runtime.element.Rows;
import io.weir.runtime.element.Watermark;
import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ChannelTest {
    private final AtomicInteger receiverWakeUps = new AtomicInteger();
    private final AtomicInteger senderWakeUps = new AtomicInteger();

    private final ExchangeMemory memory = new ExchangeMemory(1_000);

    private Channel channel(int capacity) {
        Channel channel = new Channel(capacity, memory.open(), false);
        channel.connect(receiverWakeUps::incrementAndGet, senderWakeUps::incrementAndGet);
        return channel;
    }

    private static Rows rows() {
        return new Rows(Batch.of(0));
    }

    /** Eight bytes a row. */
    private static Rows rows(int count) {
        return new Rows(Batch.of(count, new LongColumn(count, new long[count], null)));
    }

    private static Barrier unaligned(long id) {
        return new Barrier(id, Barrier.Kind.CHECKPOINT, Barrier.Alignment.UNALIGNED, 0, 0);
    }

    @Test
    void elementsComeOutInOrder() {
        Channel channel = channel(4);
        channel.add(new Watermark(1));
        channel.add(new Watermark(2));
        channel.add(new EndOfInput());
        assertThat(channel.poll()).isEqualTo(new Watermark(1));
        assertThat(channel.poll()).isEqualTo(new Watermark(2));
        assertThat(channel.poll()).isEqualTo(new EndOfInput());
        assertThat(channel.poll()).isNull();
        assertThat(receiverWakeUps).hasValue(3);
    }

    @Test
    void takingFromAFullChannelWakesTheSender() {
        Channel channel = channel(2);
        channel.add(rows());
        assertThat(channel.hasRoom()).isTrue();
        channel.poll();
        assertThat(senderWakeUps).hasValue(0);
        channel.add(rows());
        channel.add(rows());
        assertThat(channel.hasRoom()).isFalse();
        channel.poll();
        assertThat(senderWakeUps).hasValue(1);
        assertThat(channel.hasRoom()).isTrue();
    }

    @Test
    void whenMemoryIsShortAChannelHoldsOneElement() {
        Channel other = channel(4);
        other.add(rows(100));
        Channel channel = channel(4);
        channel.add(rows());
        assertThat(channel.hasRoom()).isTrue();
        other.add(rows(500));
        assertThat(channel.hasRoom()).isFalse();
        channel.poll();
        assertThat(senderWakeUps).hasValue(1);
        assertThat(channel.hasRoom()).isTrue();
        channel.poll();
        assertThat(senderWakeUps).hasValue(1);
        other.poll();
        other.poll();
        assertThat(memory.takenBytes()).isZero();
    }

    @Test
    void whatChannelsHoldWhenTheirAttemptIsOverIsGivenBack() {
        ExchangeMemory.Account account = memory.open();
        new Channel(4, account, false).add(rows(500));
        assertThat(memory.takenBytes()).isEqualTo(4_000);
        account.close();
        account.close();
        assertThat(memory.takenBytes()).isZero();
    }

    @Test
    void anUnalignedBarrierIsAnnouncedAndOvertakes() {
        Channel channel = channel(2);
        Rows before = rows();
        Rows after = rows();
        channel.add(before);
        channel.add(new Watermark(5));
        channel.add(unaligned(7));
        channel.add(after);
        assertThat(channel.announced()).isEqualTo(unaligned(7));
        assertThat(channel.overtake(unaligned(7))).containsExactly(before.batch());
        assertThat(channel.announced()).isNull();
        assertThat(channel.poll()).isSameAs(before);
        assertThat(channel.poll()).isEqualTo(new Watermark(5));
        assertThat(channel.poll()).isSameAs(after);
        assertThat(channel.poll()).isNull();
        assertThat(channel.isEmpty()).isTrue();
    }

    @Test
    void aBarrierTakenInItsTurnIsNotAnnouncedAnyMore() {
        Channel channel = channel(2);
        channel.add(unaligned(7));
        assertThat(channel.poll()).isEqualTo(unaligned(7));
        assertThat(channel.announced()).isNull();
    }

    @Test
    void barriersNeverOvertakeWhereItWouldBeWrong() {
        Channel channel = new Channel(2, memory.open(), true);
        channel.add(unaligned(7));
        assertThatThrownBy(() -> channel.overtake(unaligned(7)))
                .hasMessage("barrier 7 may not overtake on this channel");
    }

    /** Both sides park when they cannot go on, so that a lost wake-up would hang. */
    @Test
    @Timeout(30)
    void noWakeUpIsLostBetweenTwoThreads() throws InterruptedException {
        int count = 200_000;
        Channel channel = new Channel(1, memory.open(), false);
        Thread[] threads = new Thread[2];
        long[] sum = new long[1];
        threads[0] = new Thread(() -> {
            for (int i = 1; i <= count; i++) {
                while (!channel.hasRoom()) {
                    LockSupport.park();
                }
                channel.add(new Watermark(i));
            }
        });
        threads[1] = new Thread(() -> {
            for (int taken = 0; taken < count; ) {
                if (channel.poll() instanceof Watermark watermark) {
                    taken++;
                    assertThat(watermark.timeMicros()).isEqualTo(taken);
                    sum[0]++;
                } else {
                    LockSupport.park();
                }
            }
        });
        channel.connect(() -> LockSupport.unpark(threads[1]), () -> LockSupport.unpark(threads[0]));
        threads[0].start();
        threads[1].start();
        threads[0].join();
        threads[1].join();
        assertThat(sum[0]).isEqualTo(count);
    }
}
