package io.weir.jdbc;

import java.util.concurrent.TimeUnit;

/** What the server keeps of a statement that a test has opened. */
final class TestStatement {
    final String connectionId;
    final String sql;
    volatile boolean closed;
    volatile String running = "";
    volatile int maxRows = -1;

    TestStatement(String connectionId, String sql) {
        this.connectionId = connectionId;
        this.sql = sql;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized void awaitClosed(boolean deaf) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(deaf ? 4 : 20);
        try {
            while ((!closed || deaf) && end - System.nanoTime() > 0) {
                wait(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
