package io.weir.connector.kafka;

import io.weir.connector.kafka.KafkaSink.PreparedTransaction;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
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
 */
final class KafkaCommitter implements SinkCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaCommitter.class);
    private static final int TIMED_OUT_EPOCHS = 2;
    private static final int SETTLE_TRIES = 40;
    private static final long SETTLE_PAUSE_MILLIS = 250;

    private final KafkaSink sink;
    private final String idPrefix;
    private final long attempt;

    KafkaCommitter(KafkaSink sink, String idPrefix, long attempt) {
        this.sink = sink;
        this.idPrefix = idPrefix;
        this.attempt = attempt;
    }

    @Override
    public void recover(List<byte[]> committables) {
        try (Brokers brokers = new Brokers(sink.properties)) {
            for (byte[] bytes : committables) {
                commitRecovered(brokers, Committable.decode(bytes));
            }
            abortOthers(brokers);
        }
    }

    @Override
    public void commit(long checkpointId, List<byte[]> committables) {
        for (byte[] bytes : committables) {
            Committable committable = Committable.decode(bytes);
            PreparedTransaction prepared = sink.prepared.get(committable.transactionalId());
            if (prepared != null && prepared.committable().equals(committable)) {
                commitOwn(prepared);
            } else {
                try (Brokers brokers = new Brokers(sink.properties)) {
                    commitRecovered(brokers, committable);
                }
            }
        }
    }

    private void commitOwn(PreparedTransaction prepared) {
        try {
            prepared.producer().client().commitTransaction();
        } catch (KafkaException e) {
            throw failed(prepared.committable(), e);
        }
        sink.prepared.remove(prepared.committable().transactionalId(), prepared);
        prepared.whenCommitted().run();
    }

    private WeirException failed(Committable committable, KafkaException cause) {
        return new WeirException(
                ErrorCode.CONNECTOR_FAILURE,
                "transaction " + committable.transactionalId() + " on topic \"" + sink.topic + "\" was not committed: "
                        + cause.getMessage(),
                cause);
    }

    private void commitRecovered(Brokers brokers, Committable committable) {
        TransactionDescription found = settled(brokers, committable.transactionalId());
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
     * What the brokers say of a transactional id, once they no longer are about to commit or abort: waits for that with
     * a bound, on an I/O thread.
     *
     * @return null if they do not know the id
     */
    private static @Nullable TransactionDescription settled(Brokers brokers, String id) {
        TransactionDescription found = brokers.describeTransaction(id);
        for (int tries = 0; tries < SETTLE_TRIES && found != null && isSettling(found.state()); tries++) {
            pause();
            found = brokers.describeTransaction(id);
        }
        return found;
    }

    private static boolean isSettling(TransactionState state) {
        return state == TransactionState.PREPARE_ABORT
                || state == TransactionState.PREPARE_COMMIT
                || state == TransactionState.PREPARE_EPOCH_FENCE;
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
        List<String> open =
                brokers.openTransactions(idPrefix).stream().filter(this::isOurs).toList();
        if (open.isEmpty()) {
            return;
        }
        brokers.fence(open);
        LOG.info("aborted transactions that no checkpoint names count={} ids={}", open.size(), open);
        // A reader of committed rows stops before an open transaction: the job starts only when these are gone.
        Set<String> waitingFor = open.stream().collect(Collectors.toSet());
        for (int tries = 0; tries < SETTLE_TRIES; tries++) {
            waitingFor.retainAll(brokers.openTransactions(idPrefix));
            if (waitingFor.isEmpty()) {
                return;
            }
            pause();
        }
        throw new WeirException(
                ErrorCode.CONNECTOR_FAILURE, "transactions do not end although they were aborted: " + waitingFor);
    }

    private static void pause() {
        try {
            Thread.sleep(SETTLE_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.CONNECTOR_FAILURE, "interrupted while waiting for the Kafka brokers", e);
        }
    }

    @Override
    public void close() {
        // The job is over: what was not committed by its last checkpoint never will be.
        try (Brokers brokers = new Brokers(sink.properties)) {
            abortOthers(brokers);
        }
    }
}
