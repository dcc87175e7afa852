package io.weir.benchmarks.bank;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What readers and writers of one run met. Thread-safe. */
final class BankFigures {
    final AtomicLong reads = new AtomicLong();
    /** Readings that were not of ten accounts and a total of 0. */
    final AtomicLong wrongReads = new AtomicLong();
    /** Readings that a kill has ended; they have no answer, right or wrong. */
    final AtomicLong cutReads = new AtomicLong();

    final AtomicLong transactions = new AtomicLong();
    final AtomicLong transfers = new AtomicLong();
    final AtomicLong withdrawn = new AtomicLong();
    /** Transactions whose answer a kill has cut off, and of these those that were there, and there in part. */
    final AtomicLong cutTransactions = new AtomicLong();

    final AtomicLong tornTransactions = new AtomicLong();
    final AtomicLong kills = new AtomicLong();
    /** Transfers that the table lacked in the end, or had too many. */
    final AtomicLong lost = new AtomicLong();

    private final Set<Long> states = ConcurrentHashMap.newKeySet();
    private volatile String firstWrong = "";

    /** @param progress how many transfers were in what was read */
    void read(String sql, long accounts, long total, long progress) {
        reads.incrementAndGet();
        states.add(progress);
        if ((accounts != Transfers.ACCOUNTS || total != 0) && wrongReads.getAndIncrement() == 0) {
            firstWrong = sql + ": " + accounts + " accounts, total " + total + ", behind " + progress + " transfers";
        }
    }

    Report report(int parallelism) {
        return new Report(
                parallelism,
                reads.get(),
                wrongReads.get(),
                states.size(),
                cutReads.get(),
                transactions.get(),
                transfers.get(),
                withdrawn.get(),
                kills.get(),
                cutTransactions.get(),
                tornTransactions.get(),
                lost.get(),
                firstWrong);
    }

    /**
     * The figures, as the fields above.
     *
     * @param states different numbers of transfers that were met in readings
     * @param firstWrong for people; empty if none
     */
    record Report(
            int parallelism,
            long reads,
            long wrongReads,
            long states,
            long cutReads,
            long transactions,
            long transfers,
            long withdrawn,
            long kills,
            long cutTransactions,
            long tornTransactions,
            long lost,
            String firstWrong) {
        boolean isSound() {
            return reads > 0 && wrongReads == 0 && tornTransactions == 0 && lost == 0;
        }
    }
}
