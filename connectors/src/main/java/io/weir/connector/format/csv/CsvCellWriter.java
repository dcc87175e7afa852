package io.weir.connector.format.csv;

import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Arrays;

/** Writes one cell: quoted where it would be read as something else otherwise. */
final class CsvCellWriter {
    private final CsvDialect dialect;
    private final byte[] nullBytes;
    /** By byte: whether a cell with it needs quotes. */
    private final boolean[] special = new boolean[256];

    CsvCellWriter(CsvDialect dialect) {
        this.dialect = dialect;
        this.nullBytes = dialect.nullBytes();
        special['\n'] = true;
        special['\r'] = true;
        for (byte mark : new byte[] {dialect.delimiter(), dialect.quote(), dialect.escape()}) {
            special[mark] |= mark != CsvDialect.NONE;
        }
    }

    void writeNull(ByteBuffer out) {
        out.write(nullBytes, 0, nullBytes.length);
    }

    void write(byte[] data, int from, int to, ByteBuffer out) {
        if (!isSpecial(data, from, to)) {
            out.write(data, from, to - from);
        } else if (dialect.quote() != CsvDialect.NONE) {
            writeQuoted(data, from, to, out);
        } else if (dialect.escape() != CsvDialect.NONE && !isNullLiteral(data, from, to)) {
            writeEscaped(data, from, to, out);
        } else {
            throw new WeirException(
                            ErrorCode.ROW_ERROR,
                            "a value needs quotes in CSV, and 'csv.disable-quote-character' is true")
                    .withHint("Set 'csv.escape-character', or another 'csv.field-delimiter'.");
        }
    }

    private boolean isNullLiteral(byte[] data, int from, int to) {
        return Arrays.equals(data, from, to, nullBytes, 0, nullBytes.length);
    }

    private boolean isSpecial(byte[] data, int from, int to) {
        if (isNullLiteral(data, from, to) || (dialect.comments() && to > from && data[from] == CsvDialect.COMMENT)) {
            return true;
        }
        for (int i = from; i < to; i++) {
            if (special[data[i] & 0xFF]) {
                return true;
            }
        }
        return false;
    }

    private boolean isMark(byte value) {
        return value != CsvDialect.NONE && (value == dialect.quote() || value == dialect.escape());
    }

    private void writeQuoted(byte[] data, int from, int to, ByteBuffer out) {
        out.write(dialect.quote());
        for (int i = from; i < to; i++) {
            if (isMark(data[i])) {
                out.write(dialect.escape() == CsvDialect.NONE ? dialect.quote() : dialect.escape());
            }
            out.write(data[i]);
        }
        out.write(dialect.quote());
    }

    private void writeEscaped(byte[] data, int from, int to, ByteBuffer out) {
        for (int i = from; i < to; i++) {
            if (data[i] == dialect.delimiter() || isMark(data[i]) || (i == from && data[i] == CsvDialect.COMMENT)) {
                out.write(dialect.escape());
            }
            out.write(data[i]);
        }
    }
}
