package io.weir.runtime.operator;

import io.weir.runtime.state.KeyedState;
import io.weir.runtime.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** What the runtime gives to one operator of one subtask. */
public interface OperatorContext {
    String jobId();

    String operatorId();

    int subtaskIndex();

    int parallelism();

    /** The keyed state of this operator. For operators behind a hash edge. */
    KeyedState keyedState();

    /**
     * The values that {@link Operator#snapshot} of <em>all</em> subtasks gave under a name, in order of subtask; empty
     * on a fresh start.
     */
    List<byte[]> restoredState(String name);

    /** Whether the job starts from a checkpoint. */
    boolean isRestored();

    Clock clock();

    /**
     * Has {@link Operator#processingTime} called at or soon after this time (milliseconds since the epoch). The least
     * of several requests counts.
     */
    void wakeUpAt(long timeMillis);

    /**
     * Runs blocking work on an I/O thread and hands its result back on the worker, between two calls of the operator.
     * Operators bound how much they have under way. A failure of the work fails the job.
     */
    <T> void runAsync(Callable<T> work, Consumer<T> onWorker);

    /** Has {@link Operator#drain} called soon: there is more to say. For results of {@link #runAsync}. */
    void requestDrain();

    /** Adds to a counter of this operator, shown in {@code sys.operators}, such as {@code numLateRecordsDropped}. */
    void count(String metric, long delta);
}
