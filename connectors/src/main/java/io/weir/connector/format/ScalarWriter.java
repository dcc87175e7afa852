package io.weir.connector.format;

import io.weir.connector.base.DateTimeText;
import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes values of one scalar type as the text that {@link ScalarReader} reads. Not thread-safe. */
public final class ScalarWriter {
    private static final int MAX_LONG_BYTES = 24;

    private final DataType type;
    private final char timestampSeparator;
    /** Reused for every value that is made of ASCII. */
    private final byte[] ascii = new byte[DateTimeText.MAX_BYTES + 1];

    /** @param timestampSeparator between date and time: a space, or {@code T} */
    public ScalarWriter(DataType type, char timestampSeparator) {
        this.type = type;
        this.timestampSeparator = timestampSeparator;
    }

    /** Writes the value at a position of a column, which is not null there. */
    public void write(Column column, int position, ByteBuffer out) {
        switch (type.kind()) {
            case BOOLEAN -> writeAscii(Boolean.toString(((BooleanColumn) column).values()[position]), out);
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH ->
                writeLong(((IntColumn) column).values()[position], 0, out);
            case BIGINT, INTERVAL_DAY_TIME -> writeLong(((LongColumn) column).values()[position], 0, out);
            case REAL -> writeAscii(Float.toString((float) ((DoubleColumn) column).values()[position]), out);
            case DOUBLE -> writeAscii(Double.toString(((DoubleColumn) column).values()[position]), out);
            case DECIMAL -> writeDecimal(column, position, out);
            case CHAR, VARCHAR -> {
                BytesColumn bytes = (BytesColumn) column;
                out.write(bytes.data(), bytes.start(position), bytes.byteCount(position));
            }
            case BINARY, VARBINARY ->
                out.writeBytes(Base64.getEncoder().encode(((BytesColumn) column).bytes(position)));
            case DATE -> out.write(ascii, 0, DateTimeText.writeDate(((IntColumn) column).values()[position], ascii, 0));
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> writeTime(((LongColumn) column).values()[position], out);
            default -> throw new IllegalStateException("no text for type " + type);
        }
    }

    private void writeTime(long micros, ByteBuffer out) {
        int length = type.kind() == TypeKind.TIME
                ? DateTimeText.writeTime(micros, type.precision(), ascii, 0)
                : DateTimeText.writeTimestamp(micros, type.precision(), timestampSeparator, ascii, 0);
        if (type.kind() == TypeKind.TIMESTAMP_LTZ) {
            ascii[length++] = 'Z';
        }
        out.write(ascii, 0, length);
    }

    private void writeDecimal(Column column, int position, ByteBuffer out) {
        if (column instanceof LongColumn longs) {
            writeLong(longs.values()[position], type.scale(), out);
        } else {
            writeAscii(((BigDecimal) ((ObjectColumn) column).values()[position]).toPlainString(), out);
        }
    }

    /** Writes a number of which the last {@code scale} digits stand behind the point. */
    private void writeLong(long value, int scale, ByteBuffer out) {
        int start = MAX_LONG_BYTES;
        long rest = value > 0 ? -value : value; // negative, because the least long has no positive
        int digits = 0;
        do {
            if (digits == scale && scale > 0) {
                ascii[--start] = '.';
            }
            ascii[--start] = (byte) ('0' - rest % 10);
            rest /= 10;
            digits++;
        } while (rest != 0 || digits <= scale);
        if (value < 0) {
            ascii[--start] = '-';
        }
        out.write(ascii, start, MAX_LONG_BYTES - start);
    }

    private static void writeAscii(String text, ByteBuffer out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
