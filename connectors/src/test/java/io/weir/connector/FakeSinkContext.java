package io.weir.connector;

import io.weir.spi.connector.SinkContext;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An engine for one writer or committer: a manual clock, and I/O that runs when {@link #runIo} is called. */
public final class FakeSinkContext implements SinkContext {
    private final int subtaskIndex;
    private final int parallelism;
    private final long attempt;
    private final Queue<Runnable> io = new ArrayDeque<>();
    public final Map<String, Long> counters = new HashMap<>();
    public long nowMillis = 1_700_000_000_000L;
    public int wakeUps;
    public @Nullable Throwable failure;
    public String jobId = "job1";

    public FakeSinkContext(int subtaskIndex, int parallelism, long attempt) {
        this.subtaskIndex = subtaskIndex;
        this.parallelism = parallelism;
        this.attempt = attempt;
    }

    /** Runs one task that was given to the executor, if there is one. */
    public boolean runOneIo() {
        Runnable task = io.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    public void runIo() {
        while (runOneIo()) {}
    }

    @Override
    public String jobId() {
        return jobId;
    }

    @Override
    public String sinkId() {
        return "sink1";
    }

    @Override
    public int subtaskIndex() {
        return subtaskIndex;
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public long attempt() {
        return attempt;
    }

    @Override
    public Executor io() {
        return io::add;
    }

    @Override
    public void wakeUp() {
        wakeUps++;
    }

    @Override
    public long currentTimeMillis() {
        return nowMillis;
    }

    @Override
    public void count(String metric, long delta) {
        counters.merge(metric, delta, Long::sum);
    }

    @Override
    public void fail(Throwable cause) {
        failure = cause;
    }
}
