package io.weir.server.query;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes the results hold that wait for their readers, all together: hundreds of clients that do not fetch must
 * not take all memory. Thread-safe.
 */
final class ResultMemory {
    private final long limitBytes;
    private final AtomicLong takenBytes = new AtomicLong();

    ResultMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** An eighth of the heap. */
    static ResultMemory ofHeap() {
        return new ResultMemory(Runtime.getRuntime().maxMemory() / 8);
    }

    boolean hasRoom() {
        return takenBytes.get() < limitBytes;
    }

    void take(long bytes) {
        takenBytes.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        takenBytes.addAndGet(-bytes);
    }
}
