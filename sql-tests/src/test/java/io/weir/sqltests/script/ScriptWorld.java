package io.weir.sqltests.script;

import io.weir.runtime.task.Scheduler;
import io.weir.runtime.task.Timers;
import io.weir.runtime.testing.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Workers, I/O threads and timers of one process, as one loop on the test's thread: the seed decides which of all that
 * could happen happens next. Time stands still unless it is moved. Dropping the world is the end of the process.
 */
final class ScriptWorld implements Scheduler, Timers, Executor {
    private static final long MOST_STEPS = 20_000_000;

    private final Random random;
    private final ManualClock clock;
    private final List<Task> awake = new ArrayList<>();
    private final List<Runnable> io = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long timerCount;

    private record Timer(long timeMillis, long order, Runnable action) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(timeMillis, other.timeMillis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    ScriptWorld(Random random, ManualClock clock) {
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Handle register(CooperativeTask task) {
        return new Task(task);
    }

    @Override
    public void at(long timeMillis, Runnable action) {
        timers.add(new Timer(timeMillis, timerCount, action));
        timerCount++;
    }

    @Override
    public void execute(Runnable work) {
        io.add(work);
    }

    /** Runs until nothing more happens without time going on. */
    void runUntilQuiet() {
        runUntil(() -> false);
    }

    /** Runs until something holds, or nothing more happens. */
    void runUntil(BooleanSupplier holds) {
        long steps = 0;
        while (!holds.getAsBoolean() && step()) {
            steps++;
            if (steps > MOST_STEPS) {
                throw new AssertionError("no end after " + steps + " steps");
            }
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            if (!step()) {
                return;
            }
        }
    }

    /** Moves the clock, timer by timer, and lets happen what is due. */
    void advanceTo(long timeMillis) {
        while (!timers.isEmpty() && timers.peek().timeMillis <= timeMillis) {
            clock.advanceToMillis(timers.peek().timeMillis);
            runUntilQuiet();
        }
        clock.advanceToMillis(timeMillis);
        runUntilQuiet();
    }

    private boolean step() {
        Timer due = timers.peek();
        if (due != null && due.timeMillis <= clock.currentTimeMillis()) {
            timers.remove();
            due.action.run();
            return true;
        }
        int choices = awake.size() + io.size();
        if (choices == 0) {
            return false;
        }
        int choice = random.nextInt(choices);
        if (choice < awake.size()) {
            take(awake, choice).runOnce();
        } else {
            take(io, choice - awake.size()).run();
        }
        return true;
    }

    /** Removes in constant time; the order of what is left does not matter, for it is drawn from. */
    private static <T> T take(List<T> list, int index) {
        T last = list.remove(list.size() - 1);
        return index == list.size() ? last : list.set(index, last);
    }

    private final class Task implements Handle {
        private final CooperativeTask task;
        private boolean isAwake;
        private boolean isClosed;

        private Task(CooperativeTask task) {
            this.task = task;
        }

        @Override
        public void wakeUp() {
            if (!isAwake && !isClosed) {
                isAwake = true;
                awake.add(this);
            }
        }

        @Override
        public void close() {
            isClosed = true;
        }

        private void runOnce() {
            isAwake = false;
            if (!isClosed && task.run()) {
                wakeUp();
            }
        }
    }
}
