package io.weir.connector.kafka;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * A transaction with a row 1 in partition 0 and a row 2 in partition 1, which the coordinator has ended, but only
 * partition 0 has heard of it: as if the broker had lost a marker. Here the
 * coordinator never knew of partition 1; that wants a producer of version 1 that holds back, and a broker that does not
 * ask.
 */
final class HalfEndedTransaction {
    private HalfEndedTransaction() {}

    static Committable commit(KafkaBroker broker, String topic, String transactionalId) throws Exception {
        return write(broker, topic, transactionalId, true);
    }

    static Committable abort(KafkaBroker broker, String topic, String transactionalId) throws Exception {
        return write(broker, topic, transactionalId, false);
    }

    private static Committable write(KafkaBroker broker, String topic, String transactionalId, boolean commit)
            throws Exception {
        verifyPartitions(broker, false);
        try (TransactionalProducer producer =
                new TransactionalProducer(Map.of("bootstrap.servers", broker.bootstrapServers()), transactionalId)) {
            producer.client().initTransactions();
            Object manager = field(producer.client(), "transactionManager").get(producer.client());
            field(manager, "isTransactionV2Enabled").set(manager, false);
            field(manager, "latestFinalizedFeaturesEpoch").set(manager, Long.MAX_VALUE);
            producer.client().beginTransaction();
            send(producer, topic, 0);
            @SuppressWarnings("unchecked")
            Collection<TopicPartition> added = (Collection<TopicPartition>)
                    field(manager, "partitionsInTransaction").get(manager);
            added.add(new TopicPartition(topic, 1));
            send(producer, topic, 1);
            Committable committable = producer.committable();
            if (commit) {
                producer.client().commitTransaction();
            } else {
                producer.client().abortTransaction();
            }
            return committable;
        } finally {
            verifyPartitions(broker, true);
        }
    }

    private static void send(TransactionalProducer producer, String topic, int partition) throws Exception {
        byte[] value = ("{\"id\":" + (partition + 1) + "}").getBytes(StandardCharsets.UTF_8);
        producer.client()
                .send(new ProducerRecord<>(topic, partition, null, value))
                .get();
    }

    private static Field field(Object owner, String name) throws NoSuchFieldException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static void verifyPartitions(KafkaBroker broker, boolean enabled) throws Exception {
        try (Admin admin = broker.admin()) {
            ConfigEntry entry = new ConfigEntry("transaction.partition.verification.enable", Boolean.toString(enabled));
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.BROKER, "1"),
                            List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
