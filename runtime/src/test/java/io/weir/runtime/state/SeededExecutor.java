package io.weir.runtime.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/** Runs tasks when it is told to, in an order that a seed decides. */
final class SeededExecutor implements Executor {
    private final Random random;
    private final List<Runnable> waiting = new ArrayList<>();

    SeededExecutor(Random random) {
        this.random = random;
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
    }

    /**
     * Runs one of the tasks that wait.
     *
     * @return false if there was none
     */
    boolean runOne() {
        if (waiting.isEmpty()) {
            return false;
        }
        waiting.remove(random.nextInt(waiting.size())).run();
        return true;
    }

    void runAll() {
        while (runOne()) {
            // Tasks may bring others.
        }
    }
}
