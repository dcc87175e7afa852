package io.weir.runtime.task;

import io.weir.spi.connector.BadRecords;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SourceContext;
import java.util.concurrent.Executor;

/** What connectors get, in sources and sink writers. */
final class ConnectorContext implements SourceContext, SinkContext {
    private final SubtaskEnvironment environment;
    private final String operatorId;
    private final Counters counters;
    private final BadRecords badRecords;

    ConnectorContext(SubtaskEnvironment environment, String operatorId, Counters counters, BadRecords badRecords) {
        this.environment = environment;
        this.operatorId = operatorId;
        this.counters = counters;
        this.badRecords = badRecords;
    }

    @Override
    public String jobId() {
        return environment.jobId();
    }

    @Override
    public String sinkId() {
        return operatorId;
    }

    @Override
    public int subtaskIndex() {
        return environment.subtask().index();
    }

    @Override
    public int parallelism() {
        return environment.parallelism();
    }

    @Override
    public long attempt() {
        return environment.attempt();
    }

    @Override
    public boolean isRestored() {
        return environment.isRestored();
    }

    @Override
    public Executor io() {
        return environment.runtime().io();
    }

    @Override
    public void wakeUp() {
        environment.wakeUp();
    }

    @Override
    public void wakeUpAfterMillis(long delayMillis) {
        environment.wakeUpAt(currentTimeMillis() + delayMillis);
    }

    @Override
    public long currentTimeMillis() {
        return environment.runtime().clock().currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return environment.runtime().clock().nanoTime();
    }

    @Override
    public void count(String metric, long delta) {
        counters.add(metric, delta);
    }

    @Override
    public BadRecords badRecords() {
        return badRecords;
    }

    @Override
    public void fail(Throwable cause) {
        environment.fail(cause);
    }
}
