package io.weir.connector.kafka;

import io.weir.connector.kafka.KafkaSink.PreparedTransaction;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the transactions that checkpoints name, and aborts those that none names.
 *
 * <p>After a restart, whether a transaction (producer id {@code p}, epoch {@code e}) has been committed is read from
 * what the brokers say of its transactional id:
 *
 * <pre>
 * found                                   means
 * p, e, ongoing                           open: it is taken up and committed
 * p, e, preparing or done: commit         committed
 * p, e to e + 2, preparing or done: abort aborted by its time-out: its rows are lost, the job must not go on
 * a later epoch, otherwise                committed: an id is used again only after that
 * nothing                                 the brokers forgot it (after days): nobody can say
 * </pre>
 *
 * The brokers raise the epoch by one when a transaction ends (KIP-890) and by one when they time it out.
 *
 * <p>Only transactions with ids of this job are ever aborted. Of another job's, which stand in the savepoint that this
 * one begins from, those that the savepoint names are committed, if that job does not do so itself within ten seconds.
 *
 * <p>That it is committed is not enough: the partitions must know it, which {@link LostMarkers} sees to before a commit
 * returns and before a job goes on.
 */
final class KafkaCommitter implements SinkCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaCommitter.class);
    private static final int TIMED_OUT_EPOCHS = 2;
    private static final long SEARCH_MILLIS = 30_000;

    /** How often it is asked whether another job has committed what is its own, all together: for about ten seconds. */
    private static final int TRIES_OF_OTHERS = 40;

    private final KafkaSink sink;
    private final SinkContext context;
    private final SharedBrokers.Lease brokers;
    private final AbandonedTransactions abandoned;

    /** Writers' ids whose transaction is committed and which may be used again when all partitions know that. */
    private final Map<Committable, Runnable> committed = new HashMap<>();

    private long nextSearchMillis;
    private long lastSearchMillis;

    KafkaCommitter(KafkaSink sink, SinkContext context, SharedBrokers.Lease brokers) {
        this.sink = sink;
        this.context = context;
        this.brokers = brokers;
        this.abandoned = new AbandonedTransactions(sink, sink.transactionalIds(context), context.attempt());
    }

    @Override
    public void recover(List<byte[]> committables) {
        List<Committable> named = committables.stream().map(Committable::decode).toList();
        leaveToTheirJob(named);
        named.forEach(this::commitRecovered);
        new LostMarkers(sink, brokers.get()).writeCommits(named);
        abandoned.abortAll(brokers.get());
        long now = context.currentTimeMillis();
        nextSearchMillis = now + SEARCH_MILLIS;
        lastSearchMillis = now + sink.transactionTimeoutMillis();
    }

    @Override
    public void commit(long checkpointId, List<byte[]> committables) {
        if (!committables.isEmpty()) {
            commit(committables);
        }
        abortLatecomers();
    }

    private void commit(List<byte[]> committables) {
        List<Committable> ended = committables.stream().map(Committable::decode).toList();
        List<Committable> ofOthers =
                ended.stream().filter(committable -> !commitOwn(committable)).toList();
        ofOthers.forEach(this::commitRecovered);
        new LostMarkers(sink, brokers.get()).writeCommits(ended);
        for (Committable committable : ended) {
            Runnable whenCommitted = committed.remove(committable);
            if (whenCommitted != null) {
                whenCommitted.run();
            }
        }
    }

    /** @return false if this process has no producer that holds it open, perhaps because it has committed it before */
    private boolean commitOwn(Committable committable) {
        PreparedTransaction prepared = sink.prepared.get(committable.transactionalId());
        if (prepared == null || !prepared.committable().equals(committable)) {
            return false;
        }
        try {
            prepared.producer().client().commitTransaction();
        } catch (KafkaException e) {
            throw failed(committable, e);
        }
        sink.prepared.remove(committable.transactionalId(), prepared);
        committed.put(committable, prepared.whenCommitted());
        return true;
    }

    private WeirException failed(Committable committable, KafkaException cause) {
        return new WeirException(
                ErrorCode.CONNECTOR_FAILURE,
                "transaction " + committable.transactionalId() + " on topic \"" + sink.topic + "\" was not committed: "
                        + cause.getMessage(),
                cause);
    }

    private void commitRecovered(Committable committable) {
        TransactionDescription found = Settling.await(brokers.get(), committable.transactionalId());
        if (found == null) {
            throw lost(committable, "the brokers no longer know it");
        }
        boolean isSame = found.producerId() == committable.producerId() && found.producerEpoch() == committable.epoch();
        if (isSame && found.state() == TransactionState.ONGOING) {
            takeUpAndCommit(committable);
            return;
        }
        boolean aborted = found.state() == TransactionState.COMPLETE_ABORT;
        boolean timedOut = found.producerId() == committable.producerId()
                && found.producerEpoch() <= committable.epoch() + TIMED_OUT_EPOCHS;
        if (aborted && timedOut) {
            throw lost(
                    committable,
                    "the brokers aborted it after its time-out of " + found.transactionTimeoutMs() + " ms");
        }
        LOG.info(
                "transaction was committed before transactionalId={} epoch={}",
                committable.transactionalId(),
                committable.epoch());
    }

    /**
     * A transaction of another job, from whose savepoint this one begins, is that job's to commit: to end it while its
     * producer is about to would fail that job. If it does not, it is no more, or elsewhere, and what the savepoint
     * names is committed here. One wait for all of them: with one for each, a job that is gone would hold up a sink of
     * many subtasks for minutes.
     */
    private void leaveToTheirJob(List<Committable> named) {
        String own = sink.transactionalIds(context);
        int tries = 0;
        for (Committable committable : named) {
            boolean isOfOther = !committable.transactionalId().startsWith(own);
            while (isOfOther && tries < TRIES_OF_OTHERS && isOpen(committable)) {
                Settling.pause(tries);
                tries++;
            }
        }
    }

    private boolean isOpen(Committable committable) {
        TransactionDescription found = brokers.get().describeTransaction(committable.transactionalId());
        return found != null
                && found.state() == TransactionState.ONGOING
                && found.producerId() == committable.producerId()
                && found.producerEpoch() == committable.epoch();
    }

    private void takeUpAndCommit(Committable committable) {
        // Brokers that do not know version 2 of transactions answer with an error, and nothing has happened.
        try (TransactionalProducer producer =
                new TransactionalProducer(sink.producerProperties(), committable.transactionalId())) {
            producer.resume(committable, true);
            producer.client().commitTransaction();
        } catch (KafkaException e) {
            throw failed(committable, e);
        }
        LOG.info(
                "recovered transaction is committed transactionalId={} epoch={}",
                committable.transactionalId(),
                committable.epoch());
    }

    private WeirException lost(Committable committable, String why) {
        return new WeirException(
                        ErrorCode.DATA_LOST_UPSTREAM,
                        "transaction " + committable.transactionalId() + " on topic \"" + sink.topic
                                + "\" can no longer be committed: " + why)
                .withDetail("The rows between two checkpoints are not in the topic, although the job's state has them.")
                .withHint("Restore the job from an earlier checkpoint, or start it afresh; and raise "
                        + "'properties.transaction.timeout.ms' above the longest time that the job may be down.");
    }

    /**
     * A request of an earlier start may have waited in a broker while that was listed, and have opened a transaction
     * since. So the search is repeated, as long as the brokers would keep such a transaction open.
     */
    private void abortLatecomers() {
        long now = context.currentTimeMillis();
        if (now >= nextSearchMillis && now < lastSearchMillis) {
            nextSearchMillis = now + SEARCH_MILLIS;
            try {
                abandoned.abortEarlier(brokers.get());
            } catch (WeirException e) {
                LOG.warn("search for transactions of earlier starts failed topic={}", sink.topic, e);
            }
        }
    }

    @Override
    public void end() {
        // What was not committed by the job's last checkpoint never will be.
        abandoned.abortAll(brokers.get());
    }

    @Override
    public void close() {
        brokers.close();
    }
}
