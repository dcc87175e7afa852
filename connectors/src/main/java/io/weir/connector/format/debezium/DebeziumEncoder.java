package io.weir.connector.format.debezium;

import io.weir.connector.format.json.JsonOptions;
import io.weir.connector.format.json.JsonRowEncoder;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import java.nio.charset.StandardCharsets;

/**
 * Each row is an event of its own: an insertion, or a deletion. That the two halves of an update belong together is not
 * written.
 */
final class DebeziumEncoder implements Format.Encoder {
    private static final byte[] INSERT_START = ascii("{\"before\":null,\"after\":");
    private static final byte[] INSERT_END = ascii(",\"op\":\"c\"}");
    private static final byte[] DELETE_START = ascii("{\"before\":");
    private static final byte[] DELETE_END = ascii(",\"after\":null,\"op\":\"d\"}");

    private final JsonRowEncoder rowEncoder;

    DebeziumEncoder(Schema schema, JsonOptions options) {
        this.rowEncoder = new JsonRowEncoder(schema, options);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void encode(Batch batch, int row, ByteBuffer out) {
        boolean deletes = RowKind.withdraws(batch.rowKind(row));
        out.writeBytes(deletes ? DELETE_START : INSERT_START);
        rowEncoder.encode(batch, row, out);
        out.writeBytes(deletes ? DELETE_END : INSERT_END);
    }
}
