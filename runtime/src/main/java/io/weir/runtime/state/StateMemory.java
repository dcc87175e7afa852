package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the keyed state of all jobs of a process may take on the heap: caches, and the stores of the {@code hashmap} backend. Thread-safe.
 *
 * <p>A cache takes what is free, and gives memory back if it holds more than its fair share while others want some.
 */
public final class StateMemory {
    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong usedByStores = new AtomicLong();
    private final AtomicInteger accounts = new AtomicInteger();

    /** Counts requests that were refused, so that those with more than their share learn that others are in need. */
    private final AtomicLong refused = new AtomicLong();

    public StateMemory(long limitBytes) {
        checkArgument(limitBytes > 0, "limit %s is not positive", limitBytes);
        this.limitBytes = limitBytes;
    }

    public long limitBytes() {
        return limitBytes;
    }

    public long usedBytes() {
        return used.get();
    }

    /** A new account: for one backend. */
    public Account open() {
        accounts.incrementAndGet();
        return new Account();
    }

    /** What one backend uses. */
    public final class Account implements AutoCloseable {
        private final AtomicLong mine = new AtomicLong();
        private final AtomicLong mineOfStore = new AtomicLong();
        private long refusedSeen = refused.get();
        private boolean isClosed;

        /** Takes memory if there is some. */
        boolean tryTake(long bytes) {
            if (used.addAndGet(bytes) <= limitBytes) {
                mine.addAndGet(bytes);
                return true;
            }
            used.addAndGet(-bytes);
            refused.incrementAndGet();
            return false;
        }

        /** Takes memory, beyond the limit if need be; negative: gives it back. */
        void take(long bytes) {
            used.addAndGet(bytes);
            mine.addAndGet(bytes);
        }

        /** Takes memory for a store, for which there is no substitute; negative: gives it back. @throws WeirException (MEMORY_EXHAUSTED) */
        void require(long bytes) {
            take(bytes);
            mineOfStore.addAndGet(bytes);
            long ofStores = usedByStores.addAndGet(bytes);
            if (bytes > 0 && ofStores > limitBytes) {
                throw new WeirException(
                                ErrorCode.MEMORY_EXHAUSTED,
                                "keyed state of " + (ofStores >> 20) + " MB exceeds the " + (limitBytes >> 20)
                                        + " MB set apart for it")
                        .withHint("Set 'state.backend.type' = 'rocksdb' to keep state on disk.");
            }
        }

        /** Whether more is in use than there should be, by whomever. */
        boolean isExceeded() {
            return used.get() > limitBytes;
        }

        /** Whether more than half is in use. */
        boolean isFilling() {
            return used.get() > limitBytes / 2;
        }

        /** Whether so much more is in use that the operator had better wait. */
        boolean isFarExceeded() {
            return used.get() > limitBytes + limitBytes / 4;
        }

        long bytes() {
            return mine.get();
        }

        /** How many bytes to give back: others were refused since the last call, and this account holds more than its share. */
        long excess() {
            long now = refused.get();
            if (now == refusedSeen) {
                return 0;
            }
            refusedSeen = now;
            return Math.max(0, mine.get() - limitBytes / Math.max(1, accounts.get()));
        }

        /** Gives everything back; idempotent. */
        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                accounts.decrementAndGet();
                used.addAndGet(-mine.getAndSet(0));
                usedByStores.addAndGet(-mineOfStore.getAndSet(0));
            }
        }
    }
}
