package io.weir.connector.kafka;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the fetcher hands to the reader, in order. */
sealed interface Fetched {
    /** A partition was found that had not been there. It gets the next split number. */
    record NewPartition(PartitionPosition start) implements Fetched {}

    /**
     * Records of a partition, and the position behind them; there may be no records but a new position (behind
     * transaction markers).
     *
     * @param next the offset to go on from once all records are taken
     */
    record Records(int split, List<ConsumerRecord<ByteBuffer, ByteBuffer>> records, long next) implements Fetched {}
}
