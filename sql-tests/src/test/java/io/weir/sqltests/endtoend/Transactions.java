package io.weir.sqltests.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Looks for transactions that nobody has ended. */
final class Transactions {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Transactions() {}

    /**
     * Waits a while until nothing is left open.
     *
     * @return what still is, and partitions of the topic that readers of committed rows cannot read to the end
     */
    static List<String> leftOpen(Admin admin, String topic) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> open = open(admin, topic);
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            open = open(admin, topic);
        }
        return open;
    }

    /** What is open now. */
    static List<String> open(Admin admin, String topic) throws Exception {
        List<String> open = new ArrayList<>();
        for (TransactionListing listing : admin.listTransactions().all().get()) {
            boolean isOver = listing.state() == TransactionState.EMPTY
                    || listing.state() == TransactionState.COMPLETE_COMMIT
                    || listing.state() == TransactionState.COMPLETE_ABORT;
            if (!isOver) {
                open.add(listing.toString());
            }
        }
        Map<TopicPartition, Long> stable = ends(admin, topic, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> ends = ends(admin, topic, IsolationLevel.READ_UNCOMMITTED);
        for (TopicPartition partition : ends.keySet()) {
            if (!ends.get(partition).equals(stable.get(partition))) {
                String place = partition + " ends at " + ends.get(partition);
                open.add(place + ", last stable offset " + stable.get(partition));
                writers(admin, partition).forEach(writer -> open.add(place + ", written by " + writer));
            }
        }
        return open;
    }

    /**
     * The producers that have a transaction open in a partition. The coordinator of transactions may not know of it.
     */
    private static List<ProducerState> writers(Admin admin, TopicPartition partition) throws Exception {
        var found = admin.describeProducers(List.of(partition)).partitionResult(partition);
        return found.get().activeProducers().stream()
                .filter(writer -> writer.currentTransactionStartOffset().isPresent())
                .toList();
    }

    /** The records of a topic by its offsets, transaction markers included. */
    static long records(Admin admin, String topic) throws Exception {
        return ends(admin, topic, IsolationLevel.READ_UNCOMMITTED).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static Map<TopicPartition, Long> ends(Admin admin, String topic, IsolationLevel isolation)
            throws Exception {
        Map<TopicPartition, OffsetSpec> wanted =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                        .collect(Collectors.toMap(
                                info -> new TopicPartition(topic, info.partition()), info -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found = admin.listOffsets(wanted, new ListOffsetsOptions(isolation))
                .all()
                .get();
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
}
