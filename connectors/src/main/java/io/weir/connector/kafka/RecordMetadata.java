package io.weir.connector.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.spi.connector.MetadataColumn;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Fills metadata columns from a record. */
final class RecordMetadata {
    static final Map<String, DataType> TYPES = Map.of(
            "topic", DataType.of(TypeKind.VARCHAR).notNull(),
            "partition", DataType.of(TypeKind.INTEGER).notNull(),
            "offset", DataType.of(TypeKind.BIGINT).notNull(),
            "timestamp", DataType.of(TypeKind.TIMESTAMP_LTZ, 3).notNull(),
            "timestamp-type", DataType.of(TypeKind.VARCHAR).notNull(),
            "leader-epoch", DataType.of(TypeKind.INTEGER),
            "key", DataType.of(TypeKind.VARBINARY),
            "headers",
                    DataType.map(DataType.of(TypeKind.VARCHAR), DataType.of(TypeKind.VARBINARY))
                            .notNull());

    private final List<MetadataColumn> columns;

    RecordMetadata(List<MetadataColumn> columns) {
        for (MetadataColumn column : columns) {
            if (!TYPES.containsKey(column.key())) {
                throw new WeirException(
                                ErrorCode.UNKNOWN_COLUMN, "connector 'kafka' has no metadata \"" + column.key() + "\"")
                        .withDetail("There is "
                                + String.join(
                                        ", ", TYPES.keySet().stream().sorted().toList()) + ".");
            }
        }
        this.columns = List.copyOf(columns);
    }

    List<DataType> types() {
        return columns.stream().map(MetadataColumn::type).toList();
    }

    /** @param first the index in the rows of the first metadata column */
    void append(ConsumerRecord<ByteBuffer, ByteBuffer> record, BatchBuilder rows, int first) {
        for (int i = 0; i < columns.size(); i++) {
            append(columns.get(i), record, rows.column(first + i));
        }
    }

    private static void append(
            MetadataColumn column, ConsumerRecord<ByteBuffer, ByteBuffer> record, ColumnBuilder out) {
        switch (column.key()) {
            case "topic" -> addText(record.topic(), out);
            case "partition" -> out.addBoxed(column.type(), record.partition());
            case "offset" -> out.addBoxed(column.type(), record.offset());
            case "timestamp" -> out.addLong(record.timestamp() * 1000);
            case "timestamp-type" -> addText(record.timestampType().toString(), out);
            case "leader-epoch" ->
                out.addBoxed(column.type(), record.leaderEpoch().orElse(null));
            case "key" -> {
                ByteBuffer key = record.key();
                if (key == null) {
                    out.addNull();
                } else {
                    out.addBytes(key.array(), RecordBytes.from(key), RecordBytes.to(key));
                }
            }
            case "headers" -> out.addObject(headers(record));
            default -> throw new IllegalStateException("metadata " + column.key());
        }
    }

    private static Map<String, byte[]> headers(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value());
        }
        return headers;
    }

    private static void addText(String text, ColumnBuilder out) {
        byte[] bytes = text.getBytes(UTF_8);
        out.addBytes(bytes, 0, bytes.length);
    }
}
