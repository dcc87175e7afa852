package io.weir.connector.kafka;

import io.weir.connector.kafka.KafkaOptions.DeliveryGuarantee;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Writes rows as records of one topic. */
final class KafkaSink implements Sink {
    /**
     * What brokers allow by default. A transaction that the brokers time out is lost, so it is as long as it can be.
     */
    private static final long DEFAULT_TRANSACTION_TIMEOUT_MILLIS = 900_000;

    private static final Map<String, Object> PRODUCER_DEFAULTS = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, "5",
            ProducerConfig.BATCH_SIZE_CONFIG, "262144",
            ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(DEFAULT_TRANSACTION_TIMEOUT_MILLIS));

    final RecordLayout layout;
    final String topic;
    final Map<String, String> properties;
    final DeliveryGuarantee guarantee;
    private final String transactionalIdPrefix;
    private final SharedBrokers brokers;

    /**
     * Producers of this process whose transactions wait to be committed, by transactional id. The writers put them in,
     * the committer takes them out.
     */
    final Map<String, PreparedTransaction> prepared = new ConcurrentHashMap<>();

    KafkaSink(TableDescriptor table, RecordLayout layout, SharedBrokers brokers) {
        this.brokers = brokers;
        Options options = table.options();
        this.layout = layout;
        this.topic = options.get(KafkaOptions.TOPIC);
        this.properties = ClientProperties.of(options);
        this.guarantee = options.get(KafkaOptions.DELIVERY_GUARANTEE);
        this.transactionalIdPrefix = options.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX);
        if (!transactionalIdPrefix.matches("[A-Za-z0-9._-]{1,80}")) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option 'sink.transactional-id-prefix' wants 1 to 80 letters, digits, '.', '_' or '-', found '"
                            + transactionalIdPrefix + "'");
        }
    }

    /** A transaction that waits to be committed by the producer that wrote it. */
    record PreparedTransaction(Committable committable, TransactionalProducer producer, Runnable whenCommitted) {}

    @Override
    public ChangelogKind changelog() {
        return layout.written();
    }

    @Override
    public void validate() {
        try (SharedBrokers.Lease lease = brokers.lease(properties)) {
            lease.get().partitions(topic);
        }
    }

    @Override
    public void validate(long checkpointIntervalMillis, long checkpointTimeoutMillis) {
        try (SharedBrokers.Lease lease = brokers.lease(properties)) {
            lease.get().partitions(topic);
            if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
                checkTimeouts(
                        lease.get().maxTransactionTimeoutMillis(), checkpointIntervalMillis + checkpointTimeoutMillis);
            }
        }
    }

    private void checkTimeouts(long allowedMillis, long neededMillis) {
        long timeoutMillis = transactionTimeoutMillis();
        if (timeoutMillis > allowedMillis) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "the transaction time-out of " + timeoutMillis + " ms is more than the brokers allow, "
                                    + allowedMillis + " ms")
                    .withHint(
                            "Lower 'properties.transaction.timeout.ms', or raise the brokers' 'transaction.max.timeout.ms'.");
        }
        if (timeoutMillis <= neededMillis) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "the transaction time-out of " + timeoutMillis
                                    + " ms is not longer than a checkpoint may take to come and to complete, "
                                    + neededMillis + " ms")
                    .withDetail(
                            "The brokers would abort a transaction before its checkpoint commits it, and its rows would be lost.")
                    .withHint(
                            "Raise 'properties.transaction.timeout.ms', or lower 'execution.checkpointing.interval' or 'execution.checkpointing.timeout'.");
        }
    }

    long transactionTimeoutMillis() {
        String given = properties.get(ClientProperties.TRANSACTION_TIMEOUT);
        try {
            return given == null ? DEFAULT_TRANSACTION_TIMEOUT_MILLIS : Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option 'properties.transaction.timeout.ms' wants milliseconds, found '" + given + "'",
                    e);
        }
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        return guarantee == DeliveryGuarantee.EXACTLY_ONCE
                ? new ExactlyOnceWriter(this, context)
                : new AtLeastOnceWriter(this, context);
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return new KafkaCommitter(this, context, brokers.lease(properties));
    }

    /** What all transactional ids of this sink in this job begin with. */
    String transactionalIds(SinkContext context) {
        return transactionalIdPrefix + "-" + context.jobId() + "-" + context.sinkId() + "-";
    }

    Map<String, String> producerProperties() {
        Map<String, String> all = new HashMap<>();
        ClientProperties.with(properties, PRODUCER_DEFAULTS).forEach((key, value) -> all.put(key, value.toString()));
        return all;
    }
}
