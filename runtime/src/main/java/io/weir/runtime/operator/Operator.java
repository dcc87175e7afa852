package io.weir.runtime.operator;

import io.weir.runtime.element.Barrier;
import io.weir.spi.data.Batch;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One step of the dataflow in one subtask: takes batches, keeps state, emits batches.
 *
 * <h2>Who calls, and when</h2>
 *
 * <p>All methods are called by the worker that runs the subtask: never two at once, not always on the same thread, with
 * a happens-before edge between calls. None may block, sleep, lock or start a thread; blocking work goes through
 * {@link OperatorContext#runAsync}.
 *
 * <p>{@link #process}, {@link #watermark}, {@link #processingTime}, {@link #endOfInput} and {@link #barrier} are called
 * only when the operator is ready ({@link #isReady}), has nothing left to say ({@link #drain} has returned true), and
 * the channels behind it have room. So an operator that emits at most one batch per call needs no care; one that has
 * more to say emits a batch (or a few), remembers where it was, and goes on in {@code drain}, which is called again and
 * again, as room permits, until it returns true. Nothing else is called in between.
 *
 * <h2>Time</h2>
 *
 * <p>{@link #watermark} gets the least watermark over all inputs that are not idle; it ascends. Rows with event time at
 * or below it are late. An operator hands the watermark on after the results that it makes due; the default does just
 * that.
 *
 * <h2>Barriers and snapshots</h2>
 *
 * <p>At a barrier, when all inputs are aligned: {@link #barrier}, {@code drain} until true, then, if the barrier is
 * durable, {@link #snapshot}. Keyed state is part of the snapshot without the operator's doing. What an operator keeps
 * elsewhere it must either emit in {@code barrier} or give in {@code snapshot}.
 *
 * <h2>Restart</h2>
 *
 * <p>After a failure every subtask is made anew: a fresh operator with the keyed state of the checkpoint, and
 * {@link OperatorContext#restoredState} with what {@code snapshot} gave. Nothing else survives.
 *
 * <h2>Changelogs</h2>
 *
 * <p>Inputs are multisets with signs: a retraction may arrive before the insertion that it undoes, and the result must
 * be right once both have arrived. Outputs likewise; every withdrawn row equals, in all columns, one that was emitted
 * before.
 */
public interface Operator extends AutoCloseable {
    /** Takes rows of an input, numbered from 0. */
    void process(int input, Batch batch, Output output);

    /**
     * Goes on with what is left to say.
     *
     * @return whether nothing is left
     */
    default boolean drain(Output output) {
        return true;
    }

    /** Whether it takes a batch now: false while a sink's queue is full or too many look-ups are under way. */
    default boolean isReady() {
        return true;
    }

    /** Event time has come to {@code timeMicros} on all inputs. */
    default void watermark(long timeMicros, Output output) {
        output.watermark(timeMicros);
    }

    /** A time asked for by {@link OperatorContext#wakeUpAt} has come. {@code nowMillis} is the clock's time. */
    default void processingTime(long nowMillis, Output output) {}

    /**
     * An input has ended; the others may go on. Behind the last one, {@code watermark(Watermark.END)} has been called
     * before.
     */
    default void endOfInput(int input, Output output) {}

    /** An epoch ends here: emit what was held back for it. */
    default void barrier(Barrier barrier, Output output) {}

    /**
     * The operator's state apart from keyed state, as small named values. Synchronous part on the worker; the stage may
     * complete later, on any thread, and fails if the state cannot be had, which declines the checkpoint.
     */
    default CompletionStage<Map<String, byte[]>> snapshot(Barrier barrier) {
        return CompletableFuture.completedFuture(Map.of());
    }

    /** The checkpoint is durable and complete. */
    default void checkpointCompleted(long checkpointId) {}

    /** Frees what is not memory; the last call, after success and after failure; idempotent. */
    @Override
    default void close() {}
}
