package io.weir.connector.kafka;

import io.weir.spi.data.Batch;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Collects the rows of records. Not thread-safe. */
interface RecordDecoder {
    /** Appends the rows of a record. One that cannot be read is refused, and adds none. */
    void decode(ConsumerRecord<ByteBuffer, ByteBuffer> record, Refusal refusal);

    int rowCount();

    /** The rows since the last call. */
    Batch build();

    /** Takes records that cannot be read. */
    @FunctionalInterface
    interface Refusal {
        /**
         * @param part of the record, the one that is wrong: its key or its value
         * @param cause for people: what was found and what was wanted
         */
        void refuse(ConsumerRecord<ByteBuffer, ByteBuffer> record, ByteBuffer part, String cause);
    }
}
