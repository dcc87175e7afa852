package io.weir.connector;

import io.weir.spi.connector.BadRecords;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An engine for one reader: a manual clock, and I/O that runs when {@link #runIo} is called. */
public final class FakeSourceContext implements SourceContext {
    private final int subtaskIndex;
    private final int parallelism;
    private final boolean restored;
    private final Queue<Runnable> io = new ArrayDeque<>();
    public final Map<String, Long> counters = new HashMap<>();
    /** {@code place: record: cause} of every record reported. */
    public final List<String> reported = new ArrayList<>();

    public long nowMillis = 1_700_000_000_000L;
    public long nowNanos;
    public int wakeUps;
    public long lastDelayMillis = -1;
    public @Nullable Throwable failure;
    public boolean failOnBadRecords;

    public FakeSourceContext(int subtaskIndex, int parallelism, boolean restored) {
        this.subtaskIndex = subtaskIndex;
        this.parallelism = parallelism;
        this.restored = restored;
    }

    public void advanceMillis(long millis) {
        nowMillis += millis;
        nowNanos += millis * 1_000_000;
    }

    /** Runs what was given to the executor, until nothing is left. */
    public boolean runIo() {
        boolean ran = false;
        for (Runnable task = io.poll(); task != null; task = io.poll()) {
            task.run();
            ran = true;
        }
        return ran;
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
    public boolean isRestored() {
        return restored;
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
    public void wakeUpAfterMillis(long delayMillis) {
        lastDelayMillis = delayMillis;
    }

    @Override
    public long currentTimeMillis() {
        return nowMillis;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    @Override
    public void count(String metric, long delta) {
        counters.merge(metric, delta, Long::sum);
    }

    @Override
    public BadRecords badRecords() {
        return (place, data, from, to, cause) -> {
            String record = new String(data, from, to - from, StandardCharsets.UTF_8);
            reported.add(place + ": " + record + ": " + cause);
            if (failOnBadRecords) {
                throw new WeirException(ErrorCode.MALFORMED_RECORD, place + ": " + cause);
            }
        };
    }

    @Override
    public void fail(Throwable cause) {
        failure = cause;
    }
}
