package io.weir.runtime.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class IoThreadsTest {
    @Test
    void callsThatBlockRunSideBySide() throws InterruptedException {
        try (IoThreads io = new IoThreads(3)) {
            CyclicBarrier all = new CyclicBarrier(3);
            CountDownLatch done = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                io.execute(() -> {
                    Calls.await(all);
                    done.countDown();
                });
            }
            done.await();
        }
    }

    @Test
    void whoHandsACallOverNeverRunsItWhenAllThreadsAreTaken() throws InterruptedException {
        try (IoThreads io = new IoThreads(2)) {
            Semaphore gate = new Semaphore(0);
            Set<Thread> ranOn = ConcurrentHashMap.newKeySet();
            CountDownLatch done = new CountDownLatch(1_000);
            for (int i = 0; i < 1_000; i++) {
                io.execute(() -> {
                    gate.acquireUninterruptibly();
                    ranOn.add(Thread.currentThread());
                    done.countDown();
                });
            }
            assertThat(done.getCount()).isEqualTo(1_000); // all handed over, and this thread is still here
            gate.release(1_000);
            done.await();
            assertThat(ranOn).hasSizeLessThanOrEqualTo(3).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void aCallThatPutsItselfBehindLetsOthersIn() throws InterruptedException {
        try (IoThreads io = new IoThreads(1)) {
            CountDownLatch other = new CountDownLatch(1);
            io.execute(new Runnable() {
                @Override
                public void run() {
                    if (other.getCount() > 0) {
                        io.execute(this);
                    }
                }
            });
            io.execute(other::countDown);
            other.await();
        }
    }

    @Test
    void noCallIsLeftBehindAndNeverMoreRunThanMay() throws InterruptedException {
        int most = 3;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger greatest = new AtomicInteger();
        try (IoThreads io = new IoThreads(most)) {
            CountDownLatch done = new CountDownLatch(4 * 20_000);
            List<Thread> senders = IntStream.range(0, 4)
                    .mapToObj(i -> new Thread(() -> {
                        for (int call = 0; call < 20_000; call++) {
                            io.execute(() -> {
                                greatest.accumulateAndGet(running.incrementAndGet(), Math::max);
                                running.decrementAndGet();
                                done.countDown();
                            });
                        }
                    }))
                    .toList();
            senders.forEach(Thread::start);
            done.await();
        }
        assertThat(greatest.get()).isLessThanOrEqualTo(most);
    }

    @Test
    void aCallThatFailsLeavesItsThreadToTheNext() throws InterruptedException {
        try (IoThreads io = new IoThreads(1)) {
            CountDownLatch next = new CountDownLatch(1);
            io.execute(() -> {
                throw new IllegalStateException("expected by the test");
            });
            io.execute(next::countDown);
            next.await();
        }
    }

    @Test
    void whatWasHandedOverBeforeTheCloseIsStillDone() {
        AtomicInteger done = new AtomicInteger();
        IoThreads io = new IoThreads(1);
        for (int i = 0; i < 100; i++) {
            io.execute(done::incrementAndGet);
        }
        io.close();
        assertThat(done).hasValue(100);
        io.execute(done::incrementAndGet);
        assertThat(done).hasValue(100);
    }

    /** Waiting, without checked exceptions. */
    private static final class Calls {
        static void await(CyclicBarrier barrier) {
            try {
                barrier.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
