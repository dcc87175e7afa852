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
 *
 * <p>For a store there is no substitute: what it cannot have fails its job. A job has a limit of its own, so that one
 * query does not take what the others live on; and when all together have reached theirs, it is those with more than
 * their share that fail, not whoever asks next.
 */
public final class StateMemory {
    private static final long NO_LIMIT = Long.MAX_VALUE / 2;

    /** Who holds this part of the memory is a claimant. */
    private static final int CLAIMANT_PART = 16;

    /** This part of the memory is kept for those with less than their share. */
    private static final int RESERVED_PART = 16;

    /** Beyond the limit by this part, stores with little are not spared either. */
    private static final int SPARED_PART = 8;

    private static final String HINT = "Read fewer rows or columns, run it as a job with 'state.backend.type' ="
            + " 'rocksdb', which keeps them on disk, ";

    private final long limitBytes;
    private final long jobLimitBytes;
    /** What each job takes, and its stores of that, by its id; of jobs that have an account. */
    private final ConcurrentHashMap<String, JobUse> jobs = new ConcurrentHashMap<>();

    private final AtomicLong used = new AtomicLong();
    private final AtomicLong usedByStores = new AtomicLong();
    private final Set<Account> claimants = ConcurrentHashMap.newKeySet();
    private final AtomicInteger claimantCount = new AtomicInteger();

    public StateMemory(long limitBytes) {
        this(limitBytes, NO_LIMIT);
    }

    /** @param jobLimitBytes what one job may take that keeps its state on the heap */
    public StateMemory(long limitBytes, long jobLimitBytes) {
        checkArgument(limitBytes > 0, "limit %s is not positive", limitBytes);
        checkArgument(jobLimitBytes > 0, "limit of a job %s is not positive", jobLimitBytes);
        this.limitBytes = limitBytes;
        this.jobLimitBytes = jobLimitBytes;
    }

    /** @param accounts that are open */
    private record JobUse(String jobId, AtomicLong bytes, AtomicLong ofStores, AtomicInteger accounts) {
        JobUse(String jobId) {
            this(jobId, new AtomicLong(), new AtomicLong(), new AtomicInteger());
        }
    }

    public long limitBytes() {
        return limitBytes;
    }

    public long usedBytes() {
        return used.get();
    }

    /**
     * A new account: for one backend of a job. {@code giveBack} is run, on any thread, when others want memory of which
     * this account holds more than its share.
     *
     * @param isOnHeap whether the store is; where it is not, the cache may have all that is free
     */
    public Account open(String jobId, boolean isOnHeap, Runnable giveBack) {
        JobUse job = jobs.compute(jobId, (id, known) -> {
            JobUse use = known == null ? new JobUse(id) : known;
            use.accounts().incrementAndGet();
            return use;
        });
        return new Account(job, isOnHeap, giveBack);
    }

    private void leave(JobUse job) {
        jobs.computeIfPresent(job.jobId(), (id, use) -> use.accounts().decrementAndGet() == 0 ? null : use);
    }

    /** What stores of one job may take at least, however many jobs there are that have some. */
    private long shareOfStores() {
        long holders =
                jobs.values().stream().filter(job -> job.ofStores().get() > 0).count();
        return limitBytes / Math.max(1, holders);
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
        private final JobUse job;
        private final boolean isOnHeap;
        private final long mostOfJob;
        private final Runnable giveBack;
        private final AtomicLong mine = new AtomicLong();
        private final AtomicLong mineOfStore = new AtomicLong();
        private volatile boolean isClaimant;
        private volatile boolean isClosed;

        private Account(JobUse job, boolean isOnHeap, Runnable giveBack) {
            this.job = job;
            this.isOnHeap = isOnHeap;
            this.mostOfJob = isOnHeap ? jobLimitBytes : NO_LIMIT;
            this.giveBack = giveBack;
        }

        /** Takes memory for a cache if there is some. */
        boolean tryTake(long bytes) {
            if (job.bytes().get() + bytes > mostOfJob) {
                return false;
            }
            boolean isWithinShare = cached() + bytes <= share();
            if (used.addAndGet(bytes) <= (isWithinShare ? limitBytes : openBytes())) {
                long all = mine.addAndGet(bytes);
                job.bytes().addAndGet(bytes);
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
            job.bytes().addAndGet(bytes);
        }

        /**
         * Counts what waits to be written; negative: it is. Only what a job may have is bounded by it: of state that goes
         * to disk it is soon gone.
         */
        void buffered(long bytes) {
            job.bytes().addAndGet(bytes);
        }

        /**
         * Takes memory for a store, for which there is no substitute; negative: gives it back. Never fails for a store
         * that goes to disk when it grows: what it has before is little.
         *
         * @throws WeirException (MEMORY_EXHAUSTED)
         */
        void require(long bytes) {
            take(bytes);
            mineOfStore.addAndGet(bytes);
            if (!isOnHeap) {
                return;
            }
            long ofStores = usedByStores.addAndGet(bytes);
            long ofJob = job.ofStores().addAndGet(bytes);
            if (bytes <= 0) {
                return;
            }
            if (ofJob > mostOfJob) {
                throw new WeirException(
                                ErrorCode.MEMORY_EXHAUSTED,
                                "query " + job.jobId() + " needs more than the " + megabytes(mostOfJob)
                                        + " of memory that one query may take for its rows")
                        .withDetail("Sorting, grouping, joins and ARRAY_AGG keep rows in memory; while they are merged"
                                + " they count twice.")
                        .withHint(HINT + "or raise 'server.max-memory-per-query'.");
            }
            boolean isSpared = ofJob <= shareOfStores() && ofStores <= limitBytes + limitBytes / SPARED_PART;
            if (ofStores > limitBytes && !isSpared) {
                throw new WeirException(
                                ErrorCode.MEMORY_EXHAUSTED,
                                "query " + job.jobId() + " has " + megabytes(ofJob) + " of rows in memory, and all"
                                        + " queries together exceed the " + megabytes(limitBytes)
                                        + " set apart for them")
                        .withHint(HINT + "or raise 'state.backend.heap.memory.size'.");
            }
        }

        private static String megabytes(long bytes) {
            return bytes < 1 << 20 ? bytes + " bytes" : (bytes >> 20) + " MB";
        }

        /** Whether more is in use than there should be, by this job or by all. */
        boolean isExceeded() {
            return used.get() > limitBytes || job.bytes().get() > mostOfJob;
        }

        /** Whether more than half is in use. */
        boolean isFilling() {
            return used.get() > limitBytes / 2 || job.bytes().get() > mostOfJob / 2;
        }

        /** Whether so much more is in use that the operator had better wait. */
        boolean isFarExceeded() {
            return used.get() > limitBytes + limitBytes / 4 || job.bytes().get() > mostOfJob + mostOfJob / 4;
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
            long all = mine.getAndSet(0);
            used.addAndGet(-all);
            job.bytes().addAndGet(-all);
            long ofStore = mineOfStore.getAndSet(0);
            if (isOnHeap) {
                usedByStores.addAndGet(-ofStore);
                job.ofStores().addAndGet(-ofStore);
            }
            leave(job);
        }
    }
}
