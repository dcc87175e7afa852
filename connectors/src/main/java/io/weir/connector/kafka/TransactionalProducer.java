package io.weir.connector.kafka;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka producer with a transactional id, which can also take up a transaction that another process began.
 *
 * <p>Kafka's client has no public way to do that (KIP-939 will bring one), so it is done as Flink's sink does it,
 * through the fields of the client's transaction manager; the client's version is pinned, and a test takes up a
 * transaction over a restart of the broker. Used by one thread at a time.
 */
final class TransactionalProducer implements AutoCloseable {
    private static final Duration NOW = Duration.ZERO;

    private final String transactionalId;
    private final KafkaProducer<byte[], byte[]> producer;

    TransactionalProducer(Map<String, String> properties, String transactionalId) {
        this.transactionalId = transactionalId;
        Map<String, Object> config = new HashMap<>(properties);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.keySet().retainAll(ProducerConfig.configNames());
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    KafkaProducer<byte[], byte[]> client() {
        return producer;
    }

    String transactionalId() {
        return transactionalId;
    }

    /** The transaction that is open, as it can be committed later, by anybody. All records must have been flushed. */
    Committable committable() {
        Object identity = read(transactionManager(), "producerIdAndEpoch");
        return new Committable(transactionalId, (Long) read(identity, "producerId"), (Short) read(identity, "epoch"));
    }

    /**
     * Takes up an open transaction instead of starting with {@code initTransactions}, which would abort it.
     *
     * @param usesVersion2 whether the brokers bump the epoch with each transaction (KIP-890)
     */
    void resume(Committable open, boolean usesVersion2) {
        Object manager = transactionManager();
        synchronized (manager) {
            transition(manager, "INITIALIZING");
            write(manager, "producerIdAndEpoch", identity(manager, open));
            transition(manager, "READY");
            transition(manager, "IN_TRANSACTION");
            write(manager, "transactionStarted", true);
            write(manager, "isTransactionV2Enabled", usesVersion2);
        }
    }

    /**
     * Adds partitions to a transaction that was taken up, without a record. That needs version 1 of transactions: with
     * version 2 it is the brokers that add them, when a record comes.
     *
     * @see LostMarkers
     */
    void resumeIn(Committable ended, Collection<TopicPartition> partitions) {
        Object manager = transactionManager();
        synchronized (manager) {
            resume(ended, false);
            write(manager, "latestFinalizedFeaturesEpoch", Long.MAX_VALUE); // or it would find out about version 2
            partitions.forEach(partition -> addPartition(manager, partition));
        }
    }

    private static void addPartition(Object manager, TopicPartition partition) {
        try {
            Method add = manager.getClass().getDeclaredMethod("maybeAddPartition", TopicPartition.class);
            add.setAccessible(true);
            add.invoke(manager, partition);
        } catch (ReflectiveOperationException e) {
            throw unknownClient(e);
        }
    }

    private static Object identity(Object manager, Committable open) {
        try {
            // The class has moved between packages in Kafka 4.4, so it is taken from the field's value.
            Class<?> type = read(manager, "producerIdAndEpoch").getClass();
            Constructor<?> constructor = type.getDeclaredConstructor(long.class, short.class);
            constructor.setAccessible(true);
            return constructor.newInstance(open.producerId(), open.epoch());
        } catch (ReflectiveOperationException e) {
            throw unknownClient(e);
        }
    }

    private Object transactionManager() {
        return read(producer, "transactionManager");
    }

    private static void transition(Object manager, String stateName) {
        try {
            Method transition = null;
            for (Method method : manager.getClass().getDeclaredMethods()) {
                if (method.getName().equals("transitionTo") && method.getParameterCount() == 1) {
                    transition = method;
                }
            }
            if (transition == null) {
                throw new NoSuchMethodException("transitionTo");
            }
            for (Object state : transition.getParameterTypes()[0].getEnumConstants()) {
                if (((Enum<?>) state).name().equals(stateName)) {
                    transition.setAccessible(true);
                    transition.invoke(manager, state);
                    return;
                }
            }
            throw new NoSuchFieldException(stateName);
        } catch (ReflectiveOperationException e) {
            throw unknownClient(e);
        }
    }

    private static Object read(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw unknownClient(e);
        }
    }

    private static void write(Object owner, String name, Object value) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            field.set(owner, value);
        } catch (ReflectiveOperationException e) {
            throw unknownClient(e);
        }
    }

    private static WeirException unknownClient(ReflectiveOperationException e) {
        return new WeirException(
                ErrorCode.INTERNAL_ERROR, "the Kafka client is not the one that this connector knows", e);
    }

    /** Leaves an open transaction as it is: with any time to close, Kafka's client would abort it. */
    @Override
    public void close() {
        producer.close(NOW);
    }
}
