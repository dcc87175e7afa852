package io.weir.runtime.task;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The context of one operator in one subtask. */
final class LinkContext implements OperatorContext {
    private final SubtaskEnvironment environment;
    private final String operatorId;
    private final @Nullable KeyedStateBackend backend;
    /** By name, the values of all subtasks in order. */
    private final Map<String, List<byte[]>> restored;

    private final Counters counters;
    private long wakeUpAtMillis = Long.MAX_VALUE;
    private boolean drainRequested;

    LinkContext(
            SubtaskEnvironment environment,
            String operatorId,
            @Nullable KeyedStateBackend backend,
            Map<String, List<byte[]>> restored,
            Counters counters) {
        this.environment = environment;
        this.operatorId = operatorId;
        this.backend = backend;
        this.restored = restored;
        this.counters = counters;
    }

    @Override
    public String jobId() {
        return environment.jobId();
    }

    @Override
    public String operatorId() {
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
    public KeyedState keyedState() {
        KeyedStateBackend present = backend;
        if (present == null) {
            throw new IllegalStateException(
                    "operator " + operatorId + " is not declared keyed, and has no keyed state");
        }
        return present.keyedState();
    }

    @Override
    public List<byte[]> restoredState(String name) {
        return restored.getOrDefault(name, List.of());
    }

    @Override
    public boolean isRestored() {
        return environment.isRestored();
    }

    @Override
    public Clock clock() {
        return environment.runtime().clock();
    }

    @Override
    public void wakeUpAt(long timeMillis) {
        if (timeMillis < wakeUpAtMillis) {
            wakeUpAtMillis = timeMillis;
            environment.wakeUpAt(timeMillis);
        }
    }

    @Override
    public <T> void runAsync(Callable<T> work, Consumer<T> onWorker) {
        environment.runAsync(work, onWorker);
    }

    @Override
    public void requestDrain() {
        drainRequested = true;
        environment.wakeUp();
    }

    @Override
    public void count(String metric, long delta) {
        counters.add(metric, delta);
    }

    Counters counters() {
        return counters;
    }

    boolean isDrainRequested() {
        return drainRequested;
    }

    boolean takeDrainRequest() {
        boolean requested = drainRequested;
        drainRequested = false;
        return requested;
    }

    /** Whether a wake-up is due; then it is taken back. */
    boolean takeWakeUp(long nowMillis) {
        if (nowMillis < wakeUpAtMillis) {
            return false;
        }
        wakeUpAtMillis = Long.MAX_VALUE;
        return true;
    }

    boolean isWakeUpDue(long nowMillis) {
        return nowMillis >= wakeUpAtMillis;
    }
}
