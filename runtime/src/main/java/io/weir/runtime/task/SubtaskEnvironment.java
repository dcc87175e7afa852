package io.weir.runtime.task;

import io.weir.runtime.checkpoint.SubtaskId;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What everything in one subtask shares: its names, its mailbox, the way to fail. Any thread.
 *
 * @param attempt the fencing token of this start of the job
 */
record SubtaskEnvironment(
        RuntimeEnvironment runtime,
        String jobId,
        long attempt,
        SubtaskId subtask,
        int parallelism,
        int maxParallelism,
        boolean isRestored,
        Mailbox mailbox,
        Consumer<Throwable> onFailure) {

    void wakeUp() {
        mailbox.post(() -> {});
    }

    void wakeUpAt(long timeMillis) {
        runtime.timers().at(timeMillis, this::wakeUp);
    }

    /** Fails the job. */
    void fail(Throwable cause) {
        onFailure.accept(cause);
    }

    <T> void runAsync(Callable<T> work, Consumer<T> onWorker) {
        runtime.io().execute(() -> {
            T result;
            try {
                result = work.call();
            } catch (Exception | LinkageError | StackOverflowError e) {
                fail(e);
                return;
            }
            mailbox.post(() -> onWorker.accept(result));
        });
    }
}
