package io.weir.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the brokers besides reading and writing. Every call blocks, for hardly more than
 * {@link #TIMEOUT_MILLIS}.
 */
final class Brokers implements AutoCloseable {
    static final int TIMEOUT_MILLIS = 10_000;

    private static final int CLIENT_MILLIS = 1_000;

    private final String servers;
    private final Admin admin;

    Brokers(Map<String, String> properties) {
        this.servers = properties.getOrDefault(ClientProperties.BOOTSTRAP_SERVERS, "");
        Map<String, Object> config = new HashMap<>(ClientProperties.with(
                properties,
                Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(TIMEOUT_MILLIS),
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(TIMEOUT_MILLIS / 2))));
        config.keySet().retainAll(AdminClientConfig.configNames());
        try {
            this.admin = Admin.create(config);
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    /**
     * The number of partitions of a topic.
     *
     * @throws WeirException if there is no such topic
     */
    List<TopicPartition> partitions(String topic) {
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            get(requireNonNull(admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic)))
                    .partitions()
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            return partitions;
        } catch (UnknownTopicOrPartitionException e) {
            throw new WeirException(ErrorCode.UNKNOWN_OBJECT, "there is no topic \"" + topic + "\" on " + servers, e)
                    .withHint("Create the topic first, or correct the option 'topic'.");
        }
    }

    Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        // The end of what is committed: an open transaction beyond it may be aborted.
        var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        get(admin.listOffsets(wanted, options).all())
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    Map<TopicPartition, Long> committedOffsets(String groupId) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        get(admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    /** The greatest {@code transaction.timeout.ms} that the brokers allow. */
    long maxTransactionTimeoutMillis() {
        String node = get(admin.describeCluster().nodes()).iterator().next().idString();
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node);
        var config =
                requireNonNull(get(admin.describeConfigs(List.of(broker)).all()).get(broker));
        return Long.parseLong(config.get("transaction.max.timeout.ms").value());
    }

    /** What the brokers know of a transactional id; null: nothing. */
    @Nullable TransactionDescription describeTransaction(String transactionalId) {
        try {
            return get(admin.describeTransactions(List.of(transactionalId)).description(transactionalId));
        } catch (TransactionalIdNotFoundException e) {
            return null;
        }
    }

    /** The unfinished transactions whose ids begin with a prefix. */
    List<TransactionListing> openTransactions(String prefix) {
        return transactions(
                prefix,
                new ListTransactionsOptions()
                        .filterStates(List.of(
                                TransactionState.ONGOING,
                                TransactionState.PREPARE_ABORT,
                                TransactionState.PREPARE_COMMIT)));
    }

    /** The last transaction of each transactional id that begins with a prefix, open or not. */
    List<TransactionListing> allTransactions(String prefix) {
        return transactions(prefix, new ListTransactionsOptions());
    }

    private List<TransactionListing> transactions(String prefix, ListTransactionsOptions options) {
        return get(admin.listTransactions(options).all()).stream()
                .filter(transaction -> transaction.transactionalId().startsWith(prefix))
                .toList();
    }

    /**
     * What is open in the partitions of a topic, by what they say themselves; the coordinator may know nothing of it.
     */
    List<OpenTransaction> openIn(String topic) {
        List<OpenTransaction> open = new ArrayList<>();
        get(admin.describeProducers(partitions(topic)).all())
                .forEach((partition, state) -> state.activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .forEach(producer -> open.add(new OpenTransaction(partition, producer))));
        return open;
    }

    /** A transaction as the partition sees it. */
    record OpenTransaction(TopicPartition partition, ProducerState producer) {}

    /** Aborts a transaction in one partition, past the coordinator. */
    void abort(OpenTransaction open) {
        get(admin.abortTransaction(new AbortTransactionSpec(
                        open.partition(),
                        open.producer().producerId(),
                        (short) open.producer().producerEpoch(),
                        open.producer().coordinatorEpoch().orElse(0)))
                .all());
    }

    /** Ends whatever transaction is open under these ids, and keeps whoever began it from going on. */
    void fence(Collection<String> transactionalIds) {
        if (!transactionalIds.isEmpty()) {
            get(admin.fenceProducers(transactionalIds).all());
        }
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            // A little longer than the client waits: it knows better what it has been waiting for.
            return future.get(TIMEOUT_MILLIS + CLIENT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
                throw unknown;
            }
            if (e.getCause() instanceof TransactionalIdNotFoundException unknown) {
                throw unknown;
            }
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private WeirException unreachable(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String what = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return new WeirException(
                        ErrorCode.CONNECTOR_UNREACHABLE, "no answer from the Kafka brokers at " + servers, cause)
                .withDetail(what)
                .withHint("Check 'properties.bootstrap.servers' and that a broker listens there.");
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
