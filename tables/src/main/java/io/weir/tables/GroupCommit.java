package io.weir.tables;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out transactions one after the other on one thread, and makes as many as are waiting durable by one write to
 * disk: while the disk is busy with a group, the next one gathers. A transaction is checked against those before it, so
 * whoever comes first wins, and nobody sees what is not durable.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MAX_WAITING = 1024;
    private static final int MAX_GROUP = 256;
    private static final long MAX_GROUP_BYTES = 64L << 20;
    private static final long MAX_WAIT_SECONDS = 60;

    private final BlockingQueue<Pending> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final TableDatabase database;
    private final LongConsumer onCommit;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long committed;

    private record Pending(Transaction transaction, CompletableFuture<Long> done) {}

    /** @param onCommit told the number of the newest transaction, on the thread of commits; must not block */
    GroupCommit(TableDatabase database, long committed, LongConsumer onCommit) {
        this.database = database;
        this.committed = committed;
        this.onCommit = onCommit;
        thread = new Thread(this::run, "weir-table-commits");
        thread.setDaemon(true);
        thread.start();
    }

    long committed() {
        return committed;
    }

    CompletableFuture<Long> add(Transaction transaction) {
        Pending pending = new Pending(transaction, new CompletableFuture<>());
        try {
            if (closing) {
                throw TableErrors.closed();
            }
            if (!waiting.offer(pending, MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new WeirException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "table store has " + MAX_WAITING + " transactions waiting, the most it takes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "statement was cancelled before it was committed", e);
        }
        if (closing && waiting.remove(pending)) {
            throw TableErrors.closed();
        }
        return pending.done();
    }

    private void run() {
        List<Pending> group = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                Pending first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                group.add(first);
                long bytes = first.transaction().bytes();
                Pending next = waiting.peek();
                while (next != null
                        && group.size() < MAX_GROUP
                        && bytes + next.transaction().bytes() <= MAX_GROUP_BYTES) {
                    group.add(waiting.remove());
                    bytes += next.transaction().bytes();
                    next = waiting.peek();
                }
                commit(group);
            } catch (InterruptedException e) {
                closing = true;
            } catch (Throwable e) {
                LOG.error("transactions not committed count={}", group.size(), e);
                group.forEach(pending -> pending.done().completeExceptionally(e));
            }
            group.clear();
        }
    }

    private void commit(List<Pending> group) {
        try (CommitGroup work = new CommitGroup(database, committed)) {
            List<@Nullable WeirException> refused = new ArrayList<>();
            work.read(group.stream().map(Pending::transaction).toList());
            List<Long> sequences = new ArrayList<>();
            for (Pending pending : group) {
                WeirException refusal = null;
                try {
                    work.apply(pending.transaction());
                } catch (WeirException e) {
                    refusal = e;
                }
                refused.add(refusal);
                sequences.add(work.sequence());
            }
            if (work.sequence() > committed) {
                work.write();
                committed = work.sequence();
                onCommit.accept(committed);
            }
            for (int i = 0; i < group.size(); i++) {
                WeirException refusal = refused.get(i);
                if (refusal != null) {
                    group.get(i).done().completeExceptionally(refusal);
                } else {
                    group.get(i).done().complete(sequences.get(i));
                }
            }
        }
    }

    /** Carries out what waits, and ends. */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
