package io.weir.connector.format.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.weir.connector.base.DateTimeText;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object per row. One generator for all rows: making one costs more than a row. */
public final class JsonRowEncoder implements Format.Encoder {
    private final List<DataType> types;
    private final List<String> names;
    private final JsonOptions options;
    private final Target target = new Target();
    private final JsonGenerator generator;
    private final byte[] ascii = new byte[DateTimeText.MAX_BYTES + 1];

    public JsonRowEncoder(Schema schema, JsonOptions options) {
        this.types = schema.types();
        this.names = schema.names();
        this.options = options;
        try {
            this.generator = JsonRowDecoder.FACTORY.createGenerator(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        generator.setRootValueSeparator(null);
        generator.configure(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN.mappedFeature(), options.plainDecimals());
    }

    @Override
    public void encode(Batch batch, int row, ByteBuffer out) {
        try {
            encodeObject(batch, row, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private void encodeObject(Batch batch, int row, ByteBuffer out) throws IOException {
        target.out = out;
        int position = batch.position(row);
        generator.writeStartObject();
        for (int i = 0; i < types.size(); i++) {
            Column column = batch.column(i);
            boolean isNull = column.isNull(position);
            if (isNull && options.omitNulls()) {
                continue;
            }
            generator.writeFieldName(names.get(i));
            if (isNull) {
                generator.writeNull();
            } else {
                writeColumn(types.get(i), column, position);
            }
        }
        generator.writeEndObject();
        generator.flush();
    }

    private void writeColumn(DataType type, Column column, int position) throws IOException {
        switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH ->
                generator.writeNumber(((IntColumn) column).values()[position]);
            case BIGINT, INTERVAL_DAY_TIME -> generator.writeNumber(((LongColumn) column).values()[position]);
            case DOUBLE -> generator.writeNumber(((DoubleColumn) column).values()[position]);
            case CHAR, VARCHAR -> {
                BytesColumn bytes = (BytesColumn) column;
                generator.writeUTF8String(bytes.data(), bytes.start(position), bytes.byteCount(position));
            }
            case DATE -> writeDateTime(type, ((IntColumn) column).values()[position]);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> writeDateTime(type, ((LongColumn) column).values()[position]);
            default -> writeBoxed(type, BoxedValues.get(type, column, position));
        }
    }

    private void writeBoxed(DataType type, @Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> generator.writeBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH -> generator.writeNumber((Integer) value);
            case BIGINT, INTERVAL_DAY_TIME -> generator.writeNumber((Long) value);
            case REAL -> generator.writeNumber(((Double) value).floatValue());
            case DOUBLE -> generator.writeNumber((Double) value);
            case DECIMAL -> generator.writeNumber((BigDecimal) value);
            case CHAR, VARCHAR -> generator.writeString((String) value);
            case BINARY, VARBINARY -> generator.writeBinary((byte[]) value);
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> writeDateTime(type, ((Number) value).longValue());
            case ARRAY -> writeArray(type.children().get(0), (List<?>) value);
            case MAP -> writeMap(type, (Map<?, ?>) value);
            case ROW -> writeRow(type, (List<?>) value);
            case NULL -> generator.writeNull();
        }
    }

    private void writeArray(DataType elementType, List<?> elements) throws IOException {
        generator.writeStartArray();
        for (Object element : elements) {
            writeBoxed(elementType, element);
        }
        generator.writeEndArray();
    }

    private void writeMap(DataType type, Map<?, ?> map) throws IOException {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            if (key == null && options.nullKeys() == JsonOptions.NullKeys.FAIL) {
                throw new WeirException(ErrorCode.ROW_ERROR, "a map has a null key, which JSON cannot hold")
                        .withHint("Set 'json.map-null-key.mode' to 'drop' or 'literal'.");
            }
            if (key == null && options.nullKeys() == JsonOptions.NullKeys.DROP) {
                continue;
            }
            generator.writeFieldName(key == null ? options.nullKeyLiteral() : (String) key);
            writeBoxed(type.children().get(1), entry.getValue());
        }
        generator.writeEndObject();
    }

    private void writeRow(DataType type, List<?> values) throws IOException {
        generator.writeStartObject();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != null || !options.omitNulls()) {
                generator.writeFieldName(type.fieldNames().get(i));
                writeBoxed(type.children().get(i), values.get(i));
            }
        }
        generator.writeEndObject();
    }

    private void writeDateTime(DataType type, long value) throws IOException {
        int length = switch (type.kind()) {
            case DATE -> DateTimeText.writeDate((int) value, ascii, 0);
            case TIME -> DateTimeText.writeTime(value, type.precision(), ascii, 0);
            default -> DateTimeText.writeTimestamp(value, type.precision(), options.timestampSeparator(), ascii, 0);
        };
        if (type.kind() == TypeKind.TIMESTAMP_LTZ) {
            ascii[length++] = 'Z';
        }
        generator.writeRawUTF8String(ascii, 0, length);
    }

    /** Passes on to the buffer of the current row. */
    private static final class Target extends OutputStream {
        private ByteBuffer out = new ByteBuffer(0);

        @Override
        public void write(int value) {
            out.write(value);
        }

        @Override
        public void write(byte[] data, int from, int count) {
            out.write(data, from, count);
        }
    }
}
