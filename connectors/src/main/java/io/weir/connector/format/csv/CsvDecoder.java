package io.weir.connector.format.csv;

import io.weir.connector.format.ScalarReader;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a line into cells. Empty lines, and comments if they are allowed, are no records. A line must have as many cells
 * as the table has columns. Cells that are not wanted are cut but not read.
 */
final class CsvDecoder implements Format.Decoder {
    private static final int NOT_WANTED = -1;

    private final Schema schema;
    private final CsvDialect dialect;
    private final boolean ignoreParseErrors;
    private final byte[] nullBytes;
    /** By cell: the column of the builder. */
    private final int[] targets;

    private final DataType[] types;
    private final ScalarReader[] readers;
    /** Text of a cell from which quotes or escapes had to be taken out; reused. */
    private byte[] plain = new byte[256];

    private int plainLength;

    CsvDecoder(Schema schema, List<Integer> wanted, CsvDialect dialect, boolean ignoreParseErrors) {
        this.schema = schema;
        this.dialect = dialect;
        this.ignoreParseErrors = ignoreParseErrors;
        this.nullBytes = dialect.nullBytes();
        this.targets = new int[schema.size()];
        Arrays.fill(targets, NOT_WANTED);
        for (int i = 0; i < wanted.size(); i++) {
            targets[wanted.get(i)] = i;
        }
        this.types = schema.types().toArray(DataType[]::new);
        this.readers = schema.types().stream().map(ScalarReader::new).toArray(ScalarReader[]::new);
    }

    @Override
    public void decode(byte[] data, int from, int to, BatchBuilder rows, Format.RowEnd end)
            throws MalformedRecordException {
        int lineEnd = withoutLineBreak(data, from, to);
        if (from == lineEnd || (dialect.comments() && data[from] == CsvDialect.COMMENT)) {
            return;
        }
        try {
            readLine(data, from, lineEnd, rows);
        } catch (MalformedRecordException e) {
            if (!ignoreParseErrors) {
                throw e;
            }
            rows.abandonRow();
            return;
        }
        end.end(rows, RowKind.INSERT_CODE);
    }

    private static int withoutLineBreak(byte[] data, int from, int to) {
        int end = to;
        if (end > from && data[end - 1] == '\n') {
            end--;
        }
        if (end > from && data[end - 1] == '\r') {
            end--;
        }
        return end;
    }

    private void readLine(byte[] data, int from, int to, BatchBuilder rows) throws MalformedRecordException {
        int position = from;
        int cell = 0;
        while (true) {
            if (cell == targets.length) {
                throw new MalformedRecordException("wanted " + targets.length + " cells, found more");
            }
            boolean quoted = position < to && data[position] == dialect.quote() && dialect.quote() != CsvDialect.NONE;
            position = quoted
                    ? readQuoted(cell, data, position + 1, to, rows)
                    : readUnquoted(cell, data, position, to, rows);
            cell++;
            if (position == to) {
                break;
            }
            position++; // behind the delimiter; if nothing follows, an empty cell does
        }
        if (cell < targets.length) {
            throw new MalformedRecordException("wanted " + targets.length + " cells, found " + cell);
        }
    }

    /** @return the place of the delimiter behind the cell, or {@code to} */
    private int readUnquoted(int cell, byte[] data, int from, int to, BatchBuilder rows)
            throws MalformedRecordException {
        int end = from;
        while (end < to && data[end] != dialect.delimiter()) {
            if (data[end] == dialect.escape() && dialect.escape() != CsvDialect.NONE) {
                return readEscaped(cell, data, from, to, rows);
            }
            end++;
        }
        if (Arrays.equals(data, from, end, nullBytes, 0, nullBytes.length)) {
            addNull(cell, rows);
        } else {
            addText(cell, data, from, end, rows);
        }
        return end;
    }

    private int readEscaped(int cell, byte[] data, int from, int to, BatchBuilder rows)
            throws MalformedRecordException {
        plainLength = 0;
        int position = from;
        while (position < to && data[position] != dialect.delimiter()) {
            if (data[position] == dialect.escape() && position + 1 < to) {
                position++;
            }
            addPlain(data[position++]);
        }
        addText(cell, plain, 0, plainLength, rows);
        return position;
    }

    private int readQuoted(int cell, byte[] data, int from, int to, BatchBuilder rows) throws MalformedRecordException {
        plainLength = 0;
        int position = from;
        while (position < to) {
            byte value = data[position++];
            if (value == dialect.escape() && value != CsvDialect.NONE && position < to) {
                addPlain(data[position++]);
            } else if (value != dialect.quote()) {
                addPlain(value);
            } else if (position < to && data[position] == dialect.quote()) {
                addPlain(data[position++]);
            } else if (position < to && data[position] != dialect.delimiter()) {
                throw new MalformedRecordException("wanted a delimiter behind the closing quote of cell " + (cell + 1)
                        + ", found \"" + (char) (data[position] & 0xFF) + "\"");
            } else {
                addText(cell, plain, 0, plainLength, rows);
                return position;
            }
        }
        throw new MalformedRecordException("wanted a closing quote of cell " + (cell + 1)
                + ", found the end of the line (line breaks inside quotes are not read)");
    }

    private void addPlain(byte value) {
        if (plainLength == plain.length) {
            plain = Arrays.copyOf(plain, plain.length * 2);
        }
        plain[plainLength++] = value;
    }

    private void addNull(int cell, BatchBuilder rows) throws MalformedRecordException {
        int target = targets[cell];
        if (target == NOT_WANTED) {
            return;
        }
        if (types[cell].nullable()) {
            rows.column(target).addNull();
        } else if (types[cell].isText() && nullBytes.length == 0) {
            addText(cell, nullBytes, 0, 0, rows); // a text that cannot be null: the empty cell is the empty text
        } else {
            throw new MalformedRecordException(
                    "column \"" + schema.names().get(cell) + "\": wanted " + types[cell] + ", found null");
        }
    }

    private void addText(int cell, byte[] data, int from, int to, BatchBuilder rows) throws MalformedRecordException {
        int target = targets[cell];
        if (target == NOT_WANTED) {
            return;
        }
        ColumnBuilder column = rows.column(target);
        try {
            readers[cell].read(data, from, to, column);
        } catch (MalformedRecordException e) {
            throw new MalformedRecordException("column \"" + schema.names().get(cell) + "\": " + e.getMessage());
        }
    }
}
