package io.weir.connector.kafka;

import io.weir.spi.data.Batch;
import org.jspecify.annotations.Nullable;

/** Makes records of rows. Not thread-safe. */
@FunctionalInterface
interface RecordEncoder {
    /** Gives the records of a batch, in the order of its rows. */
    void encode(Batch batch, Output output);

    /** Takes records. */
    @FunctionalInterface
    interface Output {
        /**
         * @param key null: the record has none
         * @param value null: a tombstone
         */
        void record(byte @Nullable [] key, byte @Nullable [] value);
    }
}
