package io.weir.connector.kafka;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The I/O threads of readers and writers under test; daemons, so that none outlives the tests. */
final class RealIo {
    static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-io");
        thread.setDaemon(true);
        return thread;
    });

    private RealIo() {}
}
