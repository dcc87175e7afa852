package io.weir.connector.format.raw;

import io.weir.connector.format.ScalarReader;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The format of one table. */
record RawFormat(DataType type, Charset charset, ByteOrder order) implements Format {
    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.INSERT_ONLY;
    }

    /** Texts are; bytes and binary numbers may have a line feed in them. */
    @Override
    public boolean isLineBased() {
        return type.kind() == TypeKind.VARCHAR;
    }

    @Override
    public Decoder createDecoder(List<Integer> wanted) {
        ScalarReader text = new ScalarReader(type);
        CharsetDecoder characters =
                charset.newDecoder(); // reports what is none, where String would put a question mark
        boolean skipped = wanted.isEmpty();
        return (data, from, to, rows, end) -> {
            if (!skipped) {
                decode(text, characters, data, from, to, rows);
            }
            end.end(rows, RowKind.INSERT_CODE);
        };
    }

    private void decode(ScalarReader text, CharsetDecoder characters, byte[] data, int from, int to, BatchBuilder rows)
            throws MalformedRecordException {
        ColumnBuilder out = rows.column(0);
        switch (type.kind()) {
            case VARCHAR -> {
                if (charset.equals(StandardCharsets.UTF_8)) {
                    text.read(data, from, to, out);
                } else {
                    byte[] utf8 = utf8(characters, data, from, to);
                    text.read(utf8, 0, utf8.length, out);
                }
            }
            case VARBINARY -> text.readBinary(Arrays.copyOfRange(data, from, to), out);
            default -> decodeNumber(data, from, to, out);
        }
    }

    private byte[] utf8(CharsetDecoder characters, byte[] data, int from, int to) throws MalformedRecordException {
        try {
            return characters
                    .decode(java.nio.ByteBuffer.wrap(data, from, to - from))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new MalformedRecordException("wanted text in " + charset + ": " + e.getMessage());
        }
    }

    private int width() {
        return switch (type.kind()) {
            case BOOLEAN, TINYINT -> 1;
            case SMALLINT -> 2;
            case INTEGER, REAL -> 4;
            default -> 8;
        };
    }

    private void decodeNumber(byte[] data, int from, int to, ColumnBuilder out) throws MalformedRecordException {
        if (to - from != width()) {
            throw new MalformedRecordException("wanted " + width() + " bytes of a " + type + ", found " + (to - from));
        }
        java.nio.ByteBuffer bytes =
                java.nio.ByteBuffer.wrap(data, from, to - from).order(order);
        switch (type.kind()) {
            case BOOLEAN -> out.addBoolean(bytes.get() != 0);
            case TINYINT -> out.addInt(bytes.get());
            case SMALLINT -> out.addInt(bytes.getShort());
            case INTEGER -> out.addInt(bytes.getInt());
            case BIGINT -> out.addLong(bytes.getLong());
            case REAL -> out.addDouble(bytes.getFloat());
            default -> out.addDouble(bytes.getDouble());
        }
    }

    @Override
    public Encoder createEncoder() {
        return this::encode;
    }

    private void encode(Batch batch, int row, Format.ByteBuffer out) {
        Column column = batch.column(0);
        int position = batch.position(row);
        if (column.isNull(position)) {
            throw new WeirException(ErrorCode.ROW_ERROR, "a null cannot be written in format 'raw'");
        }
        if (column instanceof BytesColumn bytes) {
            if (type.isText() && !charset.equals(StandardCharsets.UTF_8)) {
                out.writeBytes(bytes.text(position).getBytes(charset));
            } else {
                out.write(bytes.data(), bytes.start(position), bytes.byteCount(position));
            }
            return;
        }
        java.nio.ByteBuffer number = java.nio.ByteBuffer.allocate(width()).order(order);
        switch (type.kind()) {
            case BOOLEAN -> number.put((byte) (((BooleanColumn) column).values()[position] ? 1 : 0));
            case TINYINT -> number.put((byte) ((IntColumn) column).values()[position]);
            case SMALLINT -> number.putShort((short) ((IntColumn) column).values()[position]);
            case INTEGER -> number.putInt(((IntColumn) column).values()[position]);
            case BIGINT -> number.putLong(((LongColumn) column).values()[position]);
            case REAL -> number.putFloat((float) ((DoubleColumn) column).values()[position]);
            default -> number.putDouble(((DoubleColumn) column).values()[position]);
        }
        out.writeBytes(number.array());
    }
}
