package io.weir.tables;

import io.weir.spi.connector.BadRecords;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SourceContext;
import java.util.concurrent.Executor;

/** The engine as a source and a sink see it: one subtask, blocking work on the caller's thread. */
final class FakeContext implements SourceContext, SinkContext {
    private final String jobId;
    private final long attempt;

    FakeContext(long attempt) {
        this("job", attempt);
    }

    FakeContext(String jobId, long attempt) {
        this.jobId = jobId;
        this.attempt = attempt;
    }

    @Override
    public String jobId() {
        return jobId;
    }

    @Override
    public String sinkId() {
        return "sink";
    }

    @Override
    public int subtaskIndex() {
        return 0;
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public long attempt() {
        return attempt;
    }

    @Override
    public boolean isRestored() {
        return attempt > 1;
    }

    @Override
    public Executor io() {
        return Runnable::run;
    }

    @Override
    public void wakeUp() {}

    @Override
    public void wakeUpAfterMillis(long delayMillis) {}

    @Override
    public long currentTimeMillis() {
        return 0;
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public void count(String metric, long delta) {}

    @Override
    public BadRecords badRecords() {
        throw new UnsupportedOperationException("tables have no bad records");
    }

    @Override
    public void fail(Throwable cause) {
        throw new AssertionError(cause);
    }
}
