package io.weir.benchmarks.flink;

import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A share of the rows.
 *
 * @param index of the subtask, and so of the share
 * @param rowsRead how many of its rows have been passed on
 */
record GeneratedSplit(int index, long rowsRead) implements SourceSplit {
    static final SimpleVersionedSerializer<GeneratedSplit> SERIALIZER = new SimpleVersionedSerializer<>() {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(GeneratedSplit split) {
            return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                    .putInt(split.index)
                    .putLong(split.rowsRead)
                    .array();
        }

        @Override
        public GeneratedSplit deserialize(int version, byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new GeneratedSplit(buffer.getInt(), buffer.getLong());
        }
    };

    @Override
    public String splitId() {
        return Integer.toString(index);
    }
}
