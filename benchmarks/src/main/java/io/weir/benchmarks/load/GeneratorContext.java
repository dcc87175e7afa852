package io.weir.benchmarks.load;

import io.weir.spi.connector.BadRecords;
import io.weir.spi.connector.SourceContext;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/** What a generator needs to know: which share is wanted, and how to wait. It does not fail. */
public record GeneratorContext(int subtaskIndex, int parallelism, LongConsumer wakeUpAfter) implements SourceContext {
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
    public void wakeUpAfterMillis(long delayMillis) {
        wakeUpAfter.accept(delayMillis);
    }

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
