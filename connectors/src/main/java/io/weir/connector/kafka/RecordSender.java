package io.weir.connector.kafka;

import io.weir.spi.connector.SinkContext;
import io.weir.spi.data.Batch;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows and sends them; remembers the first record that the brokers refused. Used by one I/O thread at a time.
 */
final class RecordSender {
    private final String topic;
    private final RecordEncoder encoder;
    private final SinkContext context;
    private volatile @Nullable Exception refused;
    private final Callback noteRefusal = (metadata, error) -> noteRefusal(error);

    RecordSender(KafkaSink sink, SinkContext context) {
        this.topic = sink.topic;
        this.encoder = sink.layout.createEncoder();
        this.context = context;
    }

    void send(KafkaProducer<byte[], byte[]> producer, Batch batch) {
        encoder.encode(batch, (key, value) -> {
            check();
            // The partition is the key's, by Kafka's own hash: so a key's records stay in order, and other producers'
            // records of it stand there too.
            var unused = producer.send(new ProducerRecord<>(topic, key, value), noteRefusal);
        });
        context.count("numRecordsSend", batch.rowCount());
    }

    private void noteRefusal(@Nullable Exception error) {
        if (error != null && refused == null) {
            refused = error;
        }
    }

    /**
     * Waits until the brokers have everything.
     *
     * @throws WeirException if they refused a record, now or before
     */
    void flush(KafkaProducer<byte[], byte[]> producer) {
        producer.flush();
        check();
    }

    private void check() {
        Exception error = refused;
        if (error != null) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE,
                    "topic \"" + topic + "\" refused a record: " + error.getMessage(),
                    error);
        }
    }
}
