package io.weir.runtime.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.task.Scheduler.Handle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WorkerPoolTest {
    private final WorkerPool pool = new WorkerPool(2);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aTaskRunsUntilItHasNothingToDoAndAgainWhenWoken() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(3);
        CountDownLatch second = new CountDownLatch(4);
        Handle handle = pool.register(() -> {
            first.countDown();
            second.countDown();
            return first.getCount() > 0;
        });
        handle.wakeUp();
        first.await();
        handle.wakeUp();
        second.await();
    }

    @Test
    void noTaskRunsTwiceAtOnceAndNoWakeUpIsLost() throws InterruptedException {
        int wakers = 4;
        int wakeUps = 50_000;
        AtomicInteger requested = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(1);
        Handle handle = pool.register(() -> {
            if (running.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            seen.set(requested.get());
            if (seen.get() == wakers * wakeUps) {
                all.countDown();
            }
            running.decrementAndGet();
            return false;
        });
        Thread[] threads = new Thread[wakers];
        for (int i = 0; i < wakers; i++) {
            threads[i] = new Thread(() -> {
                for (int j = 0; j < wakeUps; j++) {
                    requested.incrementAndGet();
                    handle.wakeUp();
                }
            });
            threads[i].start();
        }
        all.await();
        assertThat(overlaps).hasValue(0);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aTaskThatNeverRestsDoesNotStarveAnother() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            pool.register(() -> true).wakeUp();
        }
        CountDownLatch ran = new CountDownLatch(1_000);
        Handle handle = pool.register(() -> {
            ran.countDown();
            return ran.getCount() > 0;
        });
        handle.wakeUp();
        ran.await();
    }

    @Test
    void aTaskThatThrowsTakesNoWorkerWithIt() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            pool.register(() -> {
                        throw new IllegalStateException("thrown on purpose");
                    })
                    .wakeUp();
        }
        CountDownLatch ran = new CountDownLatch(1);
        Handle handle = pool.register(() -> {
            ran.countDown();
            return false;
        });
        handle.wakeUp();
        ran.await();
    }
}
