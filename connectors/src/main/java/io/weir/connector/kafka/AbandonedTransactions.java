package io.weir.connector.kafka;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions of one sink that no checkpoint names: readers of committed rows stop before each until it has ended. */
final class AbandonedTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedTransactions.class);

    private final KafkaSink sink;
    private final String idPrefix;
    private final long attempt;

    /** @param idPrefix what all transactional ids of the sink begin with */
    AbandonedTransactions(KafkaSink sink, String idPrefix, long attempt) {
        this.sink = sink;
        this.idPrefix = idPrefix;
        this.attempt = attempt;
    }

    /**
     * Aborts all that this start of the job or an earlier one began, and waits until they have ended, in the partitions
     * too. A later start, perhaps of another server, owns the job, and its transactions are none of ours.
     */
    void abortAll(Brokers brokers) {
        List<TransactionListing> open = open(brokers);
        abort(brokers, open);
        // The job starts only when these are gone.
        Set<String> waitingFor = ids(open);
        for (int tries = 0; tries < Settling.TRIES && !waitingFor.isEmpty(); tries++) {
            waitingFor.retainAll(ids(open(brokers)));
            if (!waitingFor.isEmpty()) {
                Settling.pause(tries);
            }
        }
        if (!waitingFor.isEmpty()) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE, "transactions do not end although they were aborted: " + waitingFor);
        }
        writeLostMarkers(brokers);
    }

    /** Aborts what has come to be open of earlier starts; does not wait for its end. */
    void abortEarlier(Brokers brokers) {
        abort(
                brokers,
                brokers.openTransactions(idPrefix).stream()
                        .filter(startedBy(number -> number < attempt))
                        .toList());
    }

    private static void abort(Brokers brokers, List<TransactionListing> open) {
        // What is about to be committed was named by a checkpoint; to fence it would wipe out that it was.
        List<String> abandoned = open.stream()
                .filter(transaction -> transaction.state() == TransactionState.ONGOING)
                .map(TransactionListing::transactionalId)
                .toList();
        if (!abandoned.isEmpty()) {
            brokers.fence(abandoned);
            LOG.info("aborted transactions that no checkpoint names count={} ids={}", abandoned.size(), abandoned);
        }
    }

    private static Set<String> ids(List<TransactionListing> transactions) {
        return transactions.stream().map(TransactionListing::transactionalId).collect(Collectors.toSet());
    }

    private List<TransactionListing> open(Brokers brokers) {
        return brokers.openTransactions(idPrefix).stream()
                .filter(startedBy(number -> number <= attempt))
                .toList();
    }

    // Nobody of ours writes at this time, so that whatever is open has lost its marker.
    private void writeLostMarkers(Brokers brokers) {
        List<Committable> ended = brokers.allTransactions(idPrefix).stream()
                .filter(startedBy(number -> number <= attempt))
                .map(transaction ->
                        new Committable(transaction.transactionalId(), transaction.producerId(), Short.MAX_VALUE))
                .toList();
        new LostMarkers(sink, brokers).writeEnds(ended);
    }

    /** An id of another form is as old as can be. */
    private Predicate<TransactionListing> startedBy(Predicate<Long> start) {
        return transaction -> {
            String[] parts =
                    transaction.transactionalId().substring(idPrefix.length()).split("-");
            return parts.length != ExactlyOnceWriter.ID_PARTS || start.test(Long.parseLong(parts[0]));
        };
    }
}
