package io.weir.connector.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the bytes of keys and values where the consumer has them, instead of copying each into an array of its own. The
 * buffers have arrays, {@code array()[from .. to)}, which hold other records too and are not to be written to.
 */
final class RecordBytes implements Deserializer<@Nullable ByteBuffer> {
    @Override
    public @Nullable ByteBuffer deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : ByteBuffer.wrap(data);
    }

    @Override
    public @Nullable ByteBuffer deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        // Kafka promises no array, though its consumer reads into nothing else.
        return data == null || data.hasArray() ? data : copied(data);
    }

    private static ByteBuffer copied(ByteBuffer data) {
        ByteBuffer copy = ByteBuffer.allocate(data.remaining());
        return copy.put(data.duplicate()).flip();
    }

    static int from(ByteBuffer bytes) {
        return bytes.arrayOffset() + bytes.position();
    }

    static int to(ByteBuffer bytes) {
        return bytes.arrayOffset() + bytes.limit();
    }
}
