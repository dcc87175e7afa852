package io.weir.connector.kafka;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A transaction whose records are all at the brokers and which waits to be committed. In a checkpoint: version (1
 * byte), producer id (8), epoch (2), transactional id (UTF-8).
 */
record Committable(String transactionalId, long producerId, short epoch) {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + Long.BYTES + Short.BYTES;

    byte[] encode() {
        byte[] id = transactionalId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED_BYTES + id.length)
                .put(VERSION)
                .putLong(producerId)
                .putShort(epoch)
                .put(id)
                .array();
    }

    static Committable decode(byte[] bytes) {
        if (bytes.length <= FIXED_BYTES || bytes[0] != VERSION) {
            throw new WeirException(ErrorCode.INCOMPATIBLE_STATE, "a Kafka sink's state has an unknown version");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.get();
        long producerId = buffer.getLong();
        short epoch = buffer.getShort();
        byte[] id = new byte[buffer.remaining()];
        buffer.get(id);
        return new Committable(new String(id, StandardCharsets.UTF_8), producerId, epoch);
    }
}
