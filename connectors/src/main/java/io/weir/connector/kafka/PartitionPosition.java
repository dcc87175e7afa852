package io.weir.connector.kafka;

import io.weir.spi.connector.SplitPosition;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading a partition goes on. In a checkpoint: version (1 byte), next offset, end offset (8 bytes each).
 *
 * @param next the offset of the next record to read
 * @param end reading ends before this offset; {@link #ENDLESS}: never
 */
record PartitionPosition(TopicPartition partition, long next, long end) {
    static final long ENDLESS = Long.MAX_VALUE;

    private static final byte VERSION = 1;

    SplitPosition toSplit() {
        byte[] bytes = ByteBuffer.allocate(1 + 2 * Long.BYTES)
                .put(VERSION)
                .putLong(next)
                .putLong(end)
                .array();
        return new SplitPosition(splitId(partition), bytes);
    }

    static PartitionPosition of(SplitPosition split) {
        int colon = split.splitId().lastIndexOf(':');
        ByteBuffer bytes = ByteBuffer.wrap(split.position());
        if (colon < 0 || bytes.remaining() != 1 + 2 * Long.BYTES || bytes.get() != VERSION) {
            throw new WeirException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "split \"" + split.splitId() + "\" is no Kafka partition of a known version");
        }
        TopicPartition partition = new TopicPartition(
                split.splitId().substring(0, colon),
                Integer.parseInt(split.splitId().substring(colon + 1)));
        return new PartitionPosition(partition, bytes.getLong(), bytes.getLong());
    }

    static String splitId(TopicPartition partition) {
        return partition.topic() + ":" + partition.partition();
    }

    boolean isFinished() {
        return next >= end;
    }
}
