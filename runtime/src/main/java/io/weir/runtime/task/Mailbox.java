package io.weir.runtime.task;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Brings work from other threads to a cooperative task, in order for each sender. Not bounded itself: each kind of mail
 * is (one for each request, I/O call, or timer that is under way).
 */
final class Mailbox {
    private final ConcurrentLinkedQueue<Runnable> mails = new ConcurrentLinkedQueue<>();
    private volatile Runnable wakeUp = () -> {};

    /** Tells whom to wake; once, before the task first runs. Mail that came earlier wakes nobody. */
    void connect(Runnable newWakeUp) {
        wakeUp = newWakeUp;
    }

    /** Any thread. */
    void post(Runnable mail) {
        mails.add(mail);
        wakeUp.run();
    }

    /** Runs what has come. The task. */
    void run() {
        for (Runnable mail = mails.poll(); mail != null; mail = mails.poll()) {
            mail.run();
        }
    }
}
