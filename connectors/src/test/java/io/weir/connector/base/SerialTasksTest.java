package io.weir.connector.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SerialTasksTest {
    @Test
    void tasksRunInOrderOneAtATimeOnManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Semaphore room = new Semaphore(0);
            SerialTasks tasks = new SerialTasks(threads, 8, room::release);
            List<Integer> order = new ArrayList<>(); // guarded by nothing but the tasks' order
            CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);
            for (int i = 0; i < 20_000; i++) {
                while (!tasks.hasRoom()) {
                    room.acquire();
                }
                int number = i;
                last = tasks.submit(() -> order.add(number));
            }
            assertThat(last.get()).isTrue();
            for (int i = 0; i < 20_000; i++) {
                assertThat(order.get(i)).isEqualTo(i);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void afterAFailureNothingIsRun() {
        AtomicInteger ran = new AtomicInteger();
        List<Throwable> failures = new ArrayList<>();
        List<Runnable> io = new ArrayList<>();
        SerialTasks tasks = new SerialTasks(io::add, 8, () -> {});
        tasks.run(ran::incrementAndGet, failures::add);
        tasks.run(
                () -> {
                    throw new IllegalStateException("disk is full");
                },
                failures::add);
        tasks.run(ran::incrementAndGet, failures::add);
        CompletableFuture<Integer> later = tasks.submit(ran::incrementAndGet);
        assertThat(io).hasSize(1);
        io.get(0).run();
        assertThat(ran).hasValue(1);
        assertThat(failures).hasSize(2).allMatch(failure -> failure.getMessage().equals("disk is full"));
        assertThat(later).isCompletedExceptionally();
    }

    @Test
    void theQueueIsBounded() {
        SerialTasks tasks = new SerialTasks(task -> {}, 2, () -> {});
        for (int i = 0; i < 6; i++) {
            assertThat(tasks.hasRoom()).isEqualTo(i < 2);
            tasks.run(() -> {}, failure -> {});
        }
        assertThatThrownBy(() -> tasks.run(() -> {}, failure -> {})).hasMessage("6 tasks are waiting, capacity is 2");
    }
}
