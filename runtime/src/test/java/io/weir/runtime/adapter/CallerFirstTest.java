package io.weir.runtime.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.task.Scheduler.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CallerFirstTest {
    private final WorkerPool workers = new WorkerPool(2);
    private final List<Runnable> blocking = new ArrayList<>();
    private final CallerFirst caller = new CallerFirst(workers, blocking::add);

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void everythingIsDoneByTheCallerInTurn() {
        List<String> log = new ArrayList<>();
        Thread here = Thread.currentThread();
        AtomicInteger slices = new AtomicInteger();
        Handle handle = caller.register(() -> {
            log.add("task " + slices.incrementAndGet() + (Thread.currentThread() == here ? "" : " elsewhere"));
            return slices.get() == 1;
        });
        handle.wakeUp();
        handle.wakeUp();
        caller.execute(() -> log.add("call"));
        caller.run(() -> false);
        assertThat(log).containsExactly("task 1", "call", "task 2");
        assertThat(blocking).isEmpty();
    }

    @Test
    void theCallerStopsWhenAllIsDoneAndTheRestIsLeftToOthers() {
        AtomicInteger calls = new AtomicInteger();
        caller.execute(calls::incrementAndGet);
        caller.execute(calls::incrementAndGet);
        caller.run(() -> calls.get() == 1);
        assertThat(calls).hasValue(1);
        assertThat(blocking).hasSize(1);
        caller.execute(calls::incrementAndGet);
        assertThat(blocking).hasSize(2);
    }

    @Test
    void aTaskThatGoesOnIsTakenOverByAWorker() throws InterruptedException {
        Thread here = Thread.currentThread();
        CountDownLatch elsewhere = new CountDownLatch(1);
        Handle handle = caller.register(() -> {
            if (Thread.currentThread() != here) {
                elsewhere.countDown();
            }
            return elsewhere.getCount() > 0;
        });
        handle.wakeUp();
        caller.run(() -> false);
        elsewhere.await();
    }

    @Test
    void whoeverIsWokenLaterRunsOnAWorker() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        Handle handle = caller.register(() -> {
            ran.countDown();
            return false;
        });
        caller.run(() -> false);
        handle.wakeUp();
        ran.await();
    }

    @Test
    void aClosedTaskIsNotCalled() {
        AtomicInteger calls = new AtomicInteger();
        Handle handle = caller.register(() -> calls.incrementAndGet() < 0);
        handle.wakeUp();
        handle.close();
        caller.run(() -> false);
        assertThat(calls).hasValue(0);
    }
}
