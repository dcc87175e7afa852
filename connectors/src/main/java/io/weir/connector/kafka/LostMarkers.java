package io.weir.connector.kafka;

import io.weir.connector.kafka.Brokers.OpenTransaction;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions in partitions that never heard of their end.
 *
 * <p>The coordinator first writes down that a transaction is committed or aborted, and then a marker into each
 * partition. Kafka 4.3 takes a partition that has no leader at that moment for a deleted one: it writes no marker there
 * and calls the transaction complete. A broker that is killed between the two, and comes back as the only one, may do
 * just that, because it goes on with the markers before it leads its partitions again. The transaction then stays open
 * in the partition for good: readers of committed rows see nothing behind its first row, and the coordinator has
 * nothing to time out.
 *
 * <pre>
 * 1. look for transactions of ours that are open in a partition
 * 2. wait until the coordinator has none of them in work
 * 3. look again: what is still open has lost its marker
 * 4. write it: as a commit if the coordinator says so, otherwise as an abort; and from 1
 * </pre>
 *
 * A commit is written by a second transaction of the same producer id that holds the partition and no record: its
 * marker ends what is open there. So no id may be used again before step 1 finds nothing; with an abort that next
 * transaction would take the rows of this one with it.
 */
final class LostMarkers {
    private static final Logger LOG = LoggerFactory.getLogger(LostMarkers.class);
    private static final int TRIES = 10;

    private final KafkaSink sink;
    private final Brokers brokers;

    LostMarkers(KafkaSink sink, Brokers brokers) {
        this.sink = sink;
        this.brokers = brokers;
    }

    /**
     * Returns when none of these transactions, which are committed, is open in the sink's topic any more. It never
     * aborts one.
     */
    void writeCommits(Collection<Committable> committed) {
        write(committed, false);
    }

    /** As {@link #writeCommits} for transactions that are committed or aborted, as the coordinator says. */
    void writeEnds(Collection<Committable> ended) {
        write(ended, true);
    }

    // Earlier epochs of the same producer count as well.
    private void write(Collection<Committable> ended, boolean mayAbort) {
        if (ended.isEmpty()) {
            return;
        }
        Map<Long, Committable> byProducer =
                ended.stream().collect(Collectors.toMap(Committable::producerId, each -> each, LostMarkers::later));
        Map<Committable, List<OpenTransaction>> open = open(byProducer);
        for (int tries = 0; tries < TRIES && !open.isEmpty(); tries++) {
            Map<Committable, TransactionDescription> found =
                    open.keySet().stream().collect(Collectors.toMap(each -> each, this::settled));
            Map<Committable, List<OpenTransaction>> stillOpen = open(byProducer);
            found.forEach((each, description) -> {
                List<OpenTransaction> places = stillOpen.getOrDefault(each, List.of());
                if (description.state() == TransactionState.COMPLETE_COMMIT) {
                    commit(each.transactionalId(), description, places);
                } else if (mayAbort && isAborted(description)) {
                    places.forEach(this::abort);
                }
            });
            open = open(byProducer);
            if (!open.isEmpty()) {
                Settling.pause(tries);
            }
        }
        if (!open.isEmpty()) {
            throw new WeirException(
                            ErrorCode.CONNECTOR_FAILURE,
                            "topic \"" + sink.topic + "\" still has transactions open that have ended")
                    .withDetail(open.toString());
        }
    }

    private static Committable later(Committable one, Committable other) {
        return one.epoch() > other.epoch() ? one : other;
    }

    private Map<Committable, List<OpenTransaction>> open(Map<Long, Committable> ended) {
        Map<Committable, List<OpenTransaction>> open = new HashMap<>();
        for (OpenTransaction each : brokers.openIn(sink.topic)) {
            Committable of = ended.get(each.producer().producerId());
            if (of != null && each.producer().producerEpoch() <= of.epoch()) {
                open.computeIfAbsent(of, key -> new ArrayList<>()).add(each);
            }
        }
        return open;
    }

    private TransactionDescription settled(Committable ended) {
        TransactionDescription found = Settling.await(brokers, ended.transactionalId());
        if (found == null) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE,
                    "transaction " + ended.transactionalId() + " is open on topic \"" + sink.topic
                            + "\" and the brokers no longer know it");
        }
        return found;
    }

    // Fencing makes an aborted transaction an empty one.
    private static boolean isAborted(TransactionDescription found) {
        return found.state() == TransactionState.COMPLETE_ABORT || found.state() == TransactionState.EMPTY;
    }

    private void abort(OpenTransaction place) {
        brokers.abort(place);
        LOG.warn("wrote a marker that the brokers had lost end=abort transaction={}", place);
    }

    // Whatever is the latest transaction of an id, those before it were committed: an id is used again only after that.
    private void commit(String transactionalId, TransactionDescription found, List<OpenTransaction> places) {
        if (places.isEmpty()) {
            return;
        }
        Committable ended = new Committable(transactionalId, found.producerId(), (short) found.producerEpoch());
        List<TopicPartition> partitions =
                places.stream().map(OpenTransaction::partition).toList();
        try (TransactionalProducer producer =
                new TransactionalProducer(sink.producerProperties(), ended.transactionalId())) {
            producer.resumeIn(ended, partitions);
            producer.client().commitTransaction();
        } catch (KafkaException e) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE,
                    "transaction " + ended.transactionalId() + " is committed, but not in " + partitions + ": "
                            + e.getMessage(),
                    e);
        }
        LOG.warn("wrote a marker that the brokers had lost end=commit transactions={}", places);
    }
}
