package io.weir.jdbc;

import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Has a connection heard of now and then until it is closed, or nobody holds it any more: a program that was killed is
 * silent, one that thinks long about a row is not. Runs on the JDK's own thread for what comes later, and blocks nothing.
 */
final class Heartbeat {
    private final WeakReference<WeirConnection> connection;
    private final int seconds;

    private Heartbeat(WeirConnection connection, int seconds) {
        this.connection = new WeakReference<>(connection);
        this.seconds = seconds;
    }

    /** @param seconds between two beats; 0 for none */
    static void begin(WeirConnection connection, int seconds) {
        if (seconds > 0) {
            new Heartbeat(connection, seconds).beatLater();
        }
    }

    private void beatLater() {
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(this::beat);
    }

    private void beat() {
        WeirConnection beating = connection.get();
        if (beating != null && !beating.isClosed()) {
            beating.tellAlive();
            beatLater();
        }
    }
}
