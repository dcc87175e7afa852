package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the keyed state of all jobs of a process may take on the heap: caches, and the stores of the
 * {@code hashmap} backend. Thread-safe.
 *
 * <p>A cache takes what is free. Once it is scarce, each claimant (whoever holds a good part of it, or was refused
 * some) has a fair share. A part is kept free for claimants with less than theirs; those with more give memory back
 * until it is free again. So one large table does not starve the others, and a table that is alone has everything.
 */
public final class StateMemory {
    /** Who holds this part of the memory is a claimant. */
    private static final int CLAIMANT_PART = 16;

    /** This part of the memory is kept for those with less than their share. */
    private static final int RESERVED_PART = 16;

    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong usedByStores = new AtomicLong();
    private final Set<Account> claimants = ConcurrentHashMap.newKeySet();
    private final AtomicInteger claimantCount = new AtomicInteger();

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

    /**
     * A new account: for one backend. {@code giveBack} is run, on any thread, when others want memory of which this
     * account holds more than its share.
     */
    public Account open(Runnable giveBack) {
        return new Account(giveBack);
    }

    private long share() {
        return limitBytes / Math.max(1, claimantCount.get());
    }

    /** What those may use together who have their share. */
    private long openBytes() {
        return claimantCount.get() > 1 ? limitBytes - limitBytes / RESERVED_PART : limitBytes;
    }

    /** What one backend uses. */
    public final class Account implements AutoCloseable {
        private final Runnable giveBack;
        private final AtomicLong mine = new AtomicLong();
        private final AtomicLong mineOfStore = new AtomicLong();
        private volatile boolean isClaimant;
        private volatile boolean isClosed;

        private Account(Runnable giveBack) {
            this.giveBack = giveBack;
        }

        /** Takes memory for a cache if there is some. */
        boolean tryTake(long bytes) {
            boolean isWithinShare = cached() + bytes <= share();
            if (used.addAndGet(bytes) <= (isWithinShare ? limitBytes : openBytes())) {
                long all = mine.addAndGet(bytes);
                if (!isClaimant && all > limitBytes / CLAIMANT_PART) {
                    claim();
                }
                return true;
            }
            used.addAndGet(-bytes);
            claim();
            if (isWithinShare) {
                claimants.stream().filter(other -> other.excess() > 0).forEach(other -> other.giveBack.run());
            }
            return false;
        }

        private synchronized void claim() {
            if (!isClaimant && !isClosed) {
                isClaimant = true;
                claimants.add(this);
                claimantCount.incrementAndGet();
            }
        }

        private long cached() {
            return mine.get() - mineOfStore.get();
        }

        /** Takes memory, beyond the limit if need be; negative: gives it back. */
        void take(long bytes) {
            used.addAndGet(bytes);
            mine.addAndGet(bytes);
        }

        /**
         * Takes memory for a store, for which there is no substitute; negative: gives it back.
         *
         * @throws WeirException (MEMORY_EXHAUSTED)
         */
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

        /**
         * How many bytes of caches to give back: what this account holds beyond its share, as far as the reserve is in
         * use.
         */
        long excess() {
            return Math.max(0, Math.min(cached() - share(), used.get() - openBytes()));
        }

        /** Gives everything back; idempotent. */
        @Override
        public synchronized void close() {
            if (isClosed) {
                return;
            }
            isClosed = true;
            if (isClaimant) {
                claimants.remove(this);
                claimantCount.decrementAndGet();
            }
            used.addAndGet(-mine.getAndSet(0));
            usedByStores.addAndGet(-mineOfStore.getAndSet(0));
        }
    }
}
