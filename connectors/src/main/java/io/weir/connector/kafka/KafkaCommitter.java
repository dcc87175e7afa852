package io.weir.connector.kafka;

import io.weir.connector.kafka.KafkaSink.PreparedTransaction;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
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
 * <p>That it is committed is not enough: the partitions must know it, which {@link LostMarkers} sees to before a commit
 * returns and before a job goes on.
 */
final class KafkaCommitter implements SinkCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaCommitter.class);
    private static final int TIMED_OUT_EPOCHS = 2;

    private final KafkaSink sink;
    private final String idPrefix;
    private final long attempt;

    /** Writers' ids whose transaction is committed and which may be used again when all partitions know that. */
    private final Map<Committable, Runnable> committed = new HashMap<>();

    KafkaCommitter(KafkaSink sink, String idPrefix, long attempt) {
        this.sink = sink;
        this.idPrefix = idPrefix;
        this.attempt = attempt;
    }

    @Override
    public void recover(List<byte[]> committables) {
        try (Brokers brokers = new Brokers(sink.properties)) {
            List<Committable> named =
                    committables.stream().map(Committable::decode).toList();
            named.forEach(committable -> commitRecovered(brokers, committable));
            new LostMarkers(sink, brokers).writeCommits(named);
            abortOthers(brokers);
            writeLostMarkers(brokers);
        }
    }

    @Override
    public void commit(long checkpointId, List<byte[]> committables) {
        if (committables.isEmpty()) {
            return;
        }
        List<Committable> ended = committables.stream().map(Committable::decode).toList();
        List<Committable> ofOthers =
                ended.stream().filter(committable -> !commitOwn(committable)).toList();
        try (Brokers brokers = new Brokers(sink.properties)) {
            ofOthers.forEach(committable -> commitRecovered(brokers, committable));
            new LostMarkers(sink, brokers).writeCommits(ended);
        }
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

    private void commitRecovered(Brokers brokers, Committable committable) {
        TransactionDescription found = Settling.await(brokers, committable.transactionalId());
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
     * Whether this start of the job or an earlier one began it. A later one, perhaps of another server, owns the job,
     * and its transactions are none of ours.
     */
    private boolean isOurs(String transactionalId) {
        String[] parts = transactionalId.substring(idPrefix.length()).split("-");
        return parts.length != ExactlyOnceWriter.ID_PARTS || Long.parseLong(parts[0]) <= attempt;
    }

    private void abortOthers(Brokers brokers) {
        List<TransactionListing> open = open(brokers);
        // What is about to be committed was named by a checkpoint; to fence it would wipe out that it was.
        List<String> abandoned = open.stream()
                .filter(transaction -> transaction.state() == TransactionState.ONGOING)
                .map(TransactionListing::transactionalId)
                .toList();
        if (!abandoned.isEmpty()) {
            brokers.fence(abandoned);
            LOG.info("aborted transactions that no checkpoint names count={} ids={}", abandoned.size(), abandoned);
        }
        // A reader of committed rows stops before an open transaction: the job starts only when these are gone.
        Set<String> waitingFor =
                open.stream().map(TransactionListing::transactionalId).collect(Collectors.toSet());
        for (int tries = 0; tries < Settling.TRIES && !waitingFor.isEmpty(); tries++) {
            Set<String> stillOpen = open(brokers).stream()
                    .map(TransactionListing::transactionalId)
                    .collect(Collectors.toSet());
            waitingFor.retainAll(stillOpen);
            if (!waitingFor.isEmpty()) {
                Settling.pause(tries);
            }
        }
        if (!waitingFor.isEmpty()) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE, "transactions do not end although they were aborted: " + waitingFor);
        }
    }

    // Nobody of ours writes at this time, so that whatever is open has lost its marker.
    private void writeLostMarkers(Brokers brokers) {
        List<Committable> ended = brokers.allTransactions(idPrefix).stream()
                .filter(transaction -> isOurs(transaction.transactionalId()))
                .map(transaction ->
                        new Committable(transaction.transactionalId(), transaction.producerId(), Short.MAX_VALUE))
                .toList();
        new LostMarkers(sink, brokers).writeEnds(ended);
    }

    private List<TransactionListing> open(Brokers brokers) {
        return brokers.openTransactions(idPrefix).stream()
                .filter(transaction -> isOurs(transaction.transactionalId()))
                .toList();
    }

    @Override
    public void close() {
        // The job is over: what was not committed by its last checkpoint never will be.
        try (Brokers brokers = new Brokers(sink.properties)) {
            abortOthers(brokers);
            writeLostMarkers(brokers);
        }
    }
}
