package io.weir.benchmarks.flink;

import io.weir.spi.connector.BadRecords;
import io.weir.spi.connector.SourceContext;
import java.util.concurrent.Executor;

/** What the generator needs to know: which share is wanted. It neither waits nor fails. */
record GeneratorContext(int subtaskIndex, int parallelism) implements SourceContext {
    @Override
    public boolean isRestored() {
        return false;
    }

    @Override
    public Executor io() {
        throw new IllegalStateException("the generator does no input");
    }

    @Override
    public void wakeUp() {}

    @Override
    public void wakeUpAfterMillis(long delayMillis) {}

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void count(String metric, long delta) {}

    @Override
    public BadRecords badRecords() {
        throw new IllegalStateException("the generator makes no bad records");
    }

    @Override
    public void fail(Throwable cause) {
        throw new IllegalStateException(cause);
    }
}
