package io.weir.benchmarks.micro;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedStateBackendContext;
import io.weir.runtime.state.KeyedStateBackendFactory;
import io.weir.runtime.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** What an operator is given that runs alone: all key groups, no checkpoint behind it, and everything on one thread. */
final class MicroContext implements OperatorContext {
    private static final int MAX_PARALLELISM = 128;

    private final String operatorId;
    private final Clock clock;
    private final KeyedStateBackend backend;

    /** @param backendType as {@link KeyedStateBackendContext} has it */
    MicroContext(String operatorId, Clock clock, KeyedStateBackendFactory backends, String backendType) {
        this.operatorId = operatorId;
        this.clock = clock;
        this.backend = backends.create(new KeyedStateBackendContext(
                "micro",
                operatorId,
                0,
                1,
                backendType,
                MAX_PARALLELISM,
                new KeyGroupRange(0, MAX_PARALLELISM - 1),
                List.of(),
                null,
                clock,
                Runnable::run,
                () -> {},
                MicroContext::fail));
    }

    private static void fail(Throwable cause) {
        throw new IllegalStateException(cause);
    }

    @Override
    public String jobId() {
        return "micro";
    }

    @Override
    public String operatorId() {
        return operatorId;
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
    public KeyedState keyedState() {
        return backend.keyedState();
    }

    @Override
    public List<byte[]> restoredState(String name) {
        return List.of();
    }

    @Override
    public boolean isRestored() {
        return false;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void wakeUpAt(long timeMillis) {}

    @Override
    public <T> void runAsync(Callable<T> work, Consumer<T> onWorker) {
        throw new IllegalStateException("operators that wait for others are not measured alone");
    }

    @Override
    public void requestDrain() {}

    @Override
    public void count(String metric, long delta) {}
}
