package io.weir.connector.kafka;

import io.weir.connector.base.SerialTasks;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends rows as they come; a checkpoint waits until the brokers have them. */
final class AtLeastOnceWriter implements SinkWriter {
    private static final int MAX_QUEUED_BATCHES = 4;

    private final KafkaSink sink;
    private final SinkContext context;
    private final SerialTasks tasks;
    private final RecordSender sender;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    AtLeastOnceWriter(KafkaSink sink, SinkContext context) {
        this.sink = sink;
        this.context = context;
        this.tasks = new SerialTasks(context.io(), MAX_QUEUED_BATCHES, context::wakeUp);
        this.sender = new RecordSender(sink, context);
    }

    @Override
    public boolean isReady() {
        return tasks.hasRoom();
    }

    @Override
    public void write(Batch batch) {
        tasks.run(() -> sender.send(open(), batch), context::fail);
    }

    private KafkaProducer<byte[], byte[]> open() {
        KafkaProducer<byte[], byte[]> opened = producer;
        if (opened == null) {
            Map<String, Object> config = new HashMap<>(sink.producerProperties());
            config.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
            config.keySet().retainAll(ProducerConfig.configNames());
            opened = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
            producer = opened;
        }
        return opened;
    }

    @Override
    public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
        return tasks.submit(() -> {
            if (producer != null) {
                sender.flush(producer);
            }
            return SinkSnapshot.empty();
        });
    }

    @Override
    public void close() {
        context.io().execute(() -> {
            KafkaProducer<byte[], byte[]> opened = producer;
            if (opened != null) {
                opened.close(Duration.ZERO);
            }
        });
    }
}
