package io.weir.runtime.exchange;

import static io.weir.spi.Checks.checkArgument;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the channels of all jobs may hold together, in bytes. Each channel bounds itself by its capacity; but hundreds
 * of jobs whose receivers are slow would fill the heap all the same. Once the limit is reached, every channel has room
 * for one element at a time, so that all jobs go on. Thread-safe.
 */
public final class ExchangeMemory {
    private final long limitBytes;
    private final AtomicLong takenBytes = new AtomicLong();

    public ExchangeMemory(long limitBytes) {
        checkArgument(limitBytes > 0, "limit %s is not positive", limitBytes);
        this.limitBytes = limitBytes;
    }

    /** An eighth of the heap. */
    public static ExchangeMemory ofHeap() {
        return new ExchangeMemory(Runtime.getRuntime().maxMemory() / 8);
    }

    /** For the channels of one attempt of a job. */
    public Account open() {
        return new Account(this);
    }

    /** How many bytes wait in channels now. */
    public long takenBytes() {
        return takenBytes.get();
    }

    /** The part of one attempt; what its channels still hold when it is over is given back by {@link #close}. */
    public static final class Account implements AutoCloseable {
        private final ExchangeMemory memory;
        private final AtomicLong takenBytes = new AtomicLong();

        private Account(ExchangeMemory memory) {
            this.memory = memory;
        }

        boolean hasRoom() {
            return memory.takenBytes.get() < memory.limitBytes;
        }

        void take(long bytes) {
            takenBytes.addAndGet(bytes);
            memory.takenBytes.addAndGet(bytes);
        }

        void giveBack(long bytes) {
            take(-bytes);
        }

        /** To be called when nobody adds or takes any more. Idempotent. */
        @Override
        public void close() {
            memory.takenBytes.addAndGet(-takenBytes.getAndSet(0));
        }
    }
}
