package io.weir.connector.format.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import io.weir.connector.base.DateTimeText;
import io.weir.connector.base.TimestampWriter;
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
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.PackedDecimals;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object per row. Names are encoded once; numbers, times, and texts without escapes are written straight
 * into the record, all else by one generator for all rows, value by value: making one costs more than a row.
 */
public final class JsonRowEncoder implements Format.Encoder {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int MOST_PLAIN_SCALE = 6;
    private static final long[] UNITS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};
    private static final int MOST_PLAIN_PRECISION = 38;
    /** A date and time in quotes with a zone, or a decimal with sign and point. */
    private static final int SCRATCH_BYTES = DateTimeText.MAX_BYTES + MOST_PLAIN_PRECISION;

    private final List<DataType> types;
    /** Of each column, in quotes, with a comma before and a colon behind them. */
    private final byte[][] names;
    /** Of columns of timestamps; null for others. */
    private final @Nullable TimestampWriter[] timestamps;

    private final JsonOptions options;
    private final Target target = new Target();
    private final JsonGenerator generator;
    private final byte[] scratch = new byte[SCRATCH_BYTES];

    public JsonRowEncoder(Schema schema, JsonOptions options) {
        this.types = schema.types();
        this.names = schema.names().stream().map(JsonRowEncoder::encodedName).toArray(byte[][]::new);
        this.timestamps =
                types.stream().map(type -> timestampWriter(type, options)).toArray(TimestampWriter[]::new);
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

    private static byte[] encodedName(String name) {
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(name);
        byte[] encoded = new byte[escaped.length + 4];
        encoded[0] = ',';
        encoded[1] = '"';
        System.arraycopy(escaped, 0, encoded, 2, escaped.length);
        encoded[escaped.length + 2] = '"';
        encoded[escaped.length + 3] = ':';
        return encoded;
    }

    private static @Nullable TimestampWriter timestampWriter(DataType type, JsonOptions options) {
        return switch (type.kind()) {
            case TIMESTAMP -> new TimestampWriter(type.precision(), options.timestampSeparator(), "\"", "\"");
            case TIMESTAMP_LTZ -> new TimestampWriter(type.precision(), options.timestampSeparator(), "\"", "Z\"");
            default -> null;
        };
    }

    private void encodeObject(Batch batch, int row, ByteBuffer out) throws IOException {
        target.out = out;
        int position = batch.position(row);
        int start = out.size();
        for (int i = 0; i < names.length; i++) {
            Column column = batch.column(i);
            boolean isNull = column.isNull(position);
            if (isNull && options.omitNulls()) {
                continue;
            }
            out.write(names[i], 0, names[i].length);
            if (isNull) {
                out.write(NULL, 0, NULL.length);
            } else {
                writeColumn(i, column, position, out);
            }
        }
        if (out.size() == start) {
            out.write('{');
        } else {
            out.array()[start] = '{'; // instead of the comma before the first name
        }
        out.write('}');
    }

    private void writeColumn(int index, Column column, int position, ByteBuffer out) throws IOException {
        DataType type = types.get(index);
        switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH ->
                writeWhole(((IntColumn) column).values()[position], out);
            case BIGINT, INTERVAL_DAY_TIME -> writeWhole(((LongColumn) column).values()[position], out);
            case CHAR, VARCHAR -> writeText((BytesColumn) column, position, out);
            case DATE -> out.write(scratch, 0, dateTime(type, ((IntColumn) column).values()[position]));
            case TIME -> out.write(scratch, 0, dateTime(type, ((LongColumn) column).values()[position]));
            case TIMESTAMP, TIMESTAMP_LTZ ->
                requireNonNull(timestamps[index]).write(((LongColumn) column).values()[position], out);
            case DECIMAL -> writeDecimal(type, column, position, out);
            case DOUBLE -> {
                generator.writeNumber(((DoubleColumn) column).values()[position]);
                generator.flush();
            }
            default -> {
                writeBoxed(type, BoxedValues.get(type, column, position));
                generator.flush();
            }
        }
    }

    private void writeWhole(long value, ByteBuffer out) {
        out.write(scratch, 0, NumberOutput.outputLong(value, scratch, 0));
    }

    private void writeText(BytesColumn column, int position, ByteBuffer out) throws IOException {
        byte[] data = column.data();
        int from = column.start(position);
        int to = column.end(position);
        if (PlainText.endOfUnescaped(data, from, to) == to) {
            out.write('"');
            out.write(data, from, to - from);
            out.write('"');
        } else {
            generator.writeUTF8String(data, from, to - from);
            generator.flush();
        }
    }

    private void writeDecimal(DataType type, Column column, int position, ByteBuffer out) throws IOException {
        if (column instanceof LongColumn longs && type.scale() <= MOST_PLAIN_SCALE) {
            writeUnscaled(longs.values()[position], type.scale(), out);
            return;
        }
        PackedDecimals packed = column instanceof ObjectColumn objects ? objects.packedDecimals() : null;
        if (packed != null && packed.isLong(position) && packed.scale() <= MOST_PLAIN_SCALE) {
            writeUnscaled(packed.longAt(position), packed.scale(), out);
            return;
        }
        writeDecimal((BigDecimal) requireNonNull(BoxedValues.get(type, column, position)), out);
    }

    /** Writes a number of which the last {@code scale} digits stand behind the point. */
    private void writeUnscaled(long value, int scale, ByteBuffer out) {
        long unit = UNITS[scale];
        long whole = value / unit;
        int fraction = (int) Math.abs(value - whole * unit);
        int end = 0;
        if (value < 0 && whole == 0) {
            scratch[end++] = '-';
        }
        end = NumberOutput.outputLong(whole, scratch, end);
        if (scale > 0) {
            scratch[end++] = '.';
            for (int i = end + scale - 1; i >= end; i--) {
                scratch[i] = (byte) ('0' + fraction % 10);
                fraction /= 10;
            }
            end += scale;
        }
        out.write(scratch, 0, end);
    }

    @SuppressWarnings("deprecation") // String.getBytes(int, int, byte[], int): of ASCII, into an array that is there
    private void writeDecimal(BigDecimal value, ByteBuffer out) throws IOException {
        // With so few digits behind the point a number is never written with an exponent.
        if (value.scale() < 0 || value.scale() > MOST_PLAIN_SCALE || value.precision() > MOST_PLAIN_PRECISION) {
            generator.writeNumber(value);
            generator.flush();
            return;
        }
        String text = value.toString();
        text.getBytes(0, text.length(), scratch, 0);
        out.write(scratch, 0, text.length());
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
        generator.writeRawValue(new String(scratch, 0, dateTime(type, value), StandardCharsets.US_ASCII));
    }

    /** @return the size of the text in {@code scratch}, with its quotes */
    private int dateTime(DataType type, long value) {
        scratch[0] = '"';
        int end = 1
                + switch (type.kind()) {
                    case DATE -> DateTimeText.writeDate((int) value, scratch, 1);
                    case TIME -> DateTimeText.writeTime(value, type.precision(), scratch, 1);
                    default ->
                        DateTimeText.writeTimestamp(value, type.precision(), options.timestampSeparator(), scratch, 1);
                };
        if (type.kind() == TypeKind.TIMESTAMP_LTZ) {
            scratch[end++] = 'Z';
        }
        scratch[end++] = '"';
        return end;
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
