package io.weir.runtime.simulation;

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
 * Workers, I/O threads and timers of a simulated process, as one loop: a seed decides which of all that could happen happens next. Time passes when nothing else can
 * happen, and now and then before.
 */
final class SimulatedWorld implements Scheduler, Timers, Executor {
    private final Random random;
    private final ManualClock clock;
    private final List<Task> awake = new ArrayList<>();
    private final List<Runnable> io = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private Task lastRegistered;
    private long timerCount;
    private long steps;
    /** What was drawn, to compare two runs of a seed. */
    private long traceHash = 17;

    private record Timer(long timeMillis, long order, Runnable action) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(timeMillis, other.timeMillis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    SimulatedWorld(Random random, ManualClock clock) {
        this.random = random;
        this.clock = clock;
    }

    ManualClock clock() {
        return clock;
    }

    long traceHash() {
        return traceHash;
    }

    long steps() {
        return steps;
    }

    @Override
    public Handle register(CooperativeTask task) {
        lastRegistered = new Task(task);
        return lastRegistered;
    }

    /** The task that was registered last never runs again, as one that is stuck in a call. */
    void stallLastRegistered() {
        lastRegistered.isStalled = true;
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

    /** Runs until something holds. @return whether it came to hold within the steps */
    boolean runUntil(BooleanSupplier holds, long maxSteps) {
        for (long i = 0; i < maxSteps; i++) {
            if (holds.getAsBoolean()) {
                return true;
            }
            if (!step()) {
                return holds.getAsBoolean();
            }
        }
        return false;
    }

    /** @return false if nothing will ever happen again */
    private boolean step() {
        steps++;
        clock.advanceNanos(1_000 + random.nextInt(50_000));
        Timer due = timers.peek();
        if (due != null && due.timeMillis <= clock.currentTimeMillis()) {
            timers.remove();
            due.action.run();
            return true;
        }
        int choices = awake.size() + io.size();
        if (choices == 0) {
            if (due == null) {
                return false;
            }
            clock.advanceToMillis(due.timeMillis);
            return true;
        }
        int choice = random.nextInt(choices);
        traceHash = traceHash * 31 + choice;
        if (choice < awake.size()) {
            awake.remove(choice).runOnce();
        } else {
            // An I/O call may take its time: most of them are done soon, some much later.
            Runnable work = io.remove(choice - awake.size());
            if (random.nextInt(20) == 0) {
                at(clock.currentTimeMillis() + 1 + random.nextInt(200), work);
            } else {
                work.run();
            }
        }
        return true;
    }

    private final class Task implements Handle {
        private final CooperativeTask task;
        private boolean isAwake;
        private boolean closed;
        private boolean isStalled;

        private Task(CooperativeTask task) {
            this.task = task;
        }

        @Override
        public void wakeUp() {
            if (!isAwake && !closed) {
                isAwake = true;
                awake.add(this);
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        private void runOnce() {
            isAwake = false;
            if (!closed && !isStalled && task.run()) {
                wakeUp();
            }
        }
    }
}
