package io.weir.server.table;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the rows of all statements take that are collected to be written together. Each statement is bounded by the size
 * of a transaction; a hundred of them are not. Thread-safe.
 */
final class WriteMemory {
    private final long limitBytes;
    private final AtomicLong takenBytes = new AtomicLong();

    WriteMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** A quarter of the heap: the transaction that is made of the rows has them a second time. */
    static WriteMemory ofHeap() {
        return new WriteMemory(Runtime.getRuntime().maxMemory() / 4);
    }

    /** @throws WeirException (MEMORY_EXHAUSTED) and takes nothing */
    void take(long bytes) {
        long all = takenBytes.addAndGet(bytes);
        if (all > limitBytes) {
            takenBytes.addAndGet(-bytes);
            throw new WeirException(
                            ErrorCode.MEMORY_EXHAUSTED,
                            "statements that write tables hold " + (all >> 20) + " MB of rows together, more than the "
                                    + (limitBytes >> 20) + " MB that they may")
                    .withHint("Write again when others have ended, or fewer rows in one statement.");
        }
    }

    void giveBack(long bytes) {
        takenBytes.addAndGet(-bytes);
    }

    long takenBytes() {
        return takenBytes.get();
    }
}
