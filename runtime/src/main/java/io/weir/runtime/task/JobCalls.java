package io.weir.runtime.task;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Blocking calls that a job makes for one of its attempts: they run on I/O threads, and come back as mail. The attempt is not over, and the next one does not begin, before they have. Used by the job's task. */
final class JobCalls {
    private final Executor io;
    private final Mailbox mailbox;
    private final Runnable afterReturn;

    /** @param afterReturn behind each call, on the job's task: the attempt may be over now */
    JobCalls(Executor io, Mailbox mailbox, Runnable afterReturn) {
        this.io = io;
        this.mailbox = mailbox;
        this.afterReturn = afterReturn;
    }

    /** Runs something on the job's task; any thread. */
    void post(Runnable mail) {
        mailbox.post(mail);
    }

    /** Makes a call. One of the two hears of its outcome, on the job's task. */
    <T> void call(JobAttempt of, Supplier<T> work, Consumer<T> onSuccess, Consumer<Throwable> onFailure) {
        call(of, io, work, onSuccess, onFailure);
    }

    /** As {@link #call}, behind all calls made in this order so far. */
    <T> void callInOrder(
            JobAttempt of, SerialCalls order, Supplier<T> work, Consumer<T> onSuccess, Consumer<Throwable> onFailure) {
        call(of, order::run, work, onSuccess, onFailure);
    }

    private <T> void call(
            JobAttempt of, Executor on, Supplier<T> work, Consumer<T> onSuccess, Consumer<Throwable> onFailure) {
        of.callsUnderWay++;
        on.execute(() -> {
            Runnable outcome;
            try {
                T result = work.get();
                outcome = () -> onSuccess.accept(result);
            } catch (Throwable e) {
                outcome = () -> onFailure.accept(e);
            }
            Runnable told = outcome;
            mailbox.post(() -> {
                of.callsUnderWay--;
                told.run();
                afterReturn.run();
            });
        });
    }
}
