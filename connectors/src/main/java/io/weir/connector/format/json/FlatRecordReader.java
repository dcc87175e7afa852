package io.weir.connector.format.json;

import io.weir.connector.format.ScalarReader;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the records that nearly all records are, straight from their bytes: one object of texts in ASCII without escapes,
 * numbers without exponent, booleans and nulls, each field once. It takes a third of the time of a parser that can read
 * everything. Whatever is different, or wrong, it leaves to that parser, which then reads the whole record again and says
 * what is wrong; so this class accepts less than JSON and never more.
 */
final class FlatRecordReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    /** More digits may not fit a long. */
    private static final int MOST_DIGITS = 18;

    private static final int NOT_FLAT = -1;

    private final byte[][] names;
    private final List<DataType> types;
    private final Kind[] kinds;
    private final ScalarReader[] readers;
    private final boolean[] seen;

    private byte[] data = {};
    private int end;
    /** Where reading goes on. */
    private int at;
    /** Where the last name begins. */
    private int nameFrom;

    /** How the values of a column are read. */
    private enum Kind {
        LONG,
        INT,
        BOOLEAN,
        /** By its text, or by the digits of a number. */
        TEXT
    }

    /** Whether all columns are of types that stand in such records. */
    static boolean reads(List<DataType> types) {
        return types.stream().allMatch(ScalarReader::reads);
    }

    /** @param names of the columns, in order */
    FlatRecordReader(List<String> names, List<DataType> types) {
        this.names = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.types = List.copyOf(types);
        this.kinds = types.stream().map(FlatRecordReader::kind).toArray(Kind[]::new);
        this.readers = types.stream().map(ScalarReader::new).toArray(ScalarReader[]::new);
        this.seen = new boolean[kinds.length];
    }

    private static Kind kind(DataType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER -> Kind.INT;
            case BIGINT -> Kind.LONG;
            case BOOLEAN -> Kind.BOOLEAN;
            default -> Kind.TEXT;
        };
    }

    /**
     * Adds one value to each column, without closing the row.
     *
     * @return false if the record is not one of those; columns may then have got values, which the caller takes back
     */
    boolean read(byte[] record, int from, int to, BatchBuilder rows) {
        data = record;
        at = from;
        end = to;
        Arrays.fill(seen, false);
        try {
            return readFields(rows) && skipBlanks() == NOT_FLAT && addMissing(rows);
        } catch (MalformedRecordException e) {
            return false; // the parser says it with the name of the field
        }
    }

    private boolean readFields(BatchBuilder rows) throws MalformedRecordException {
        if (!take('{')) {
            return false;
        }
        if (take('}')) {
            return true;
        }
        int expected = 0;
        do {
            int nameEnd = readName();
            if (nameEnd == NOT_FLAT || !take(':')) {
                return false;
            }
            int column = column(nameEnd, expected);
            if (column == NOT_FLAT ? !skipValue() : !readValue(column, rows.column(column))) {
                return false;
            }
            expected = column == NOT_FLAT ? expected : column + 1;
        } while (take(','));
        return take('}');
    }

    /** Passes over blanks and a name in quotes. @return where it ends */
    private int readName() {
        if (!take('"')) {
            return NOT_FLAT;
        }
        nameFrom = at;
        return readText();
    }

    private int column(int nameEnd, int expected) {
        if (expected < names.length && isName(expected, nameEnd)) {
            return expected;
        }
        for (int column = 0; column < names.length; column++) {
            if (isName(column, nameEnd)) {
                return column;
            }
        }
        return NOT_FLAT;
    }

    private boolean isName(int column, int nameEnd) {
        byte[] name = names[column];
        return Arrays.equals(data, nameFrom, nameEnd, name, 0, name.length);
    }

    private boolean readValue(int column, ColumnBuilder out) throws MalformedRecordException {
        ScalarReader reader = readers[column];
        int first = skipBlanks();
        if (seen[column]) {
            return false;
        }
        seen[column] = true;
        if (first == '"') {
            at++;
            int from = at;
            int textEnd = readText();
            if (textEnd == NOT_FLAT || kinds[column] == Kind.BOOLEAN) {
                return false;
            }
            reader.read(data, from, textEnd, out);
            return true;
        }
        if (first == 'n') {
            boolean isNull = takeWord("null") && types.get(column).nullable();
            if (isNull) {
                out.addNull();
            }
            return isNull;
        }
        return (first == 't' || first == 'f') ? readBoolean(column, out) : readNumber(column, reader, out);
    }

    private boolean readBoolean(int column, ColumnBuilder out) {
        boolean value = data[at] == 't';
        if (kinds[column] != Kind.BOOLEAN || !takeWord(value ? "true" : "false")) {
            return false;
        }
        out.addBoolean(value);
        return true;
    }

    private boolean readNumber(int column, ScalarReader reader, ColumnBuilder out) throws MalformedRecordException {
        int from = at;
        int wholeEnd = skipNumber();
        if (wholeEnd == NOT_FLAT || kinds[column] == Kind.BOOLEAN) {
            return false;
        }
        boolean isShort = at == wholeEnd && wholeEnd - from <= MOST_DIGITS;
        if (isShort && kinds[column] == Kind.LONG) {
            out.addLong(number(from, wholeEnd));
        } else if (isShort && kinds[column] == Kind.INT) {
            reader.readInt(number(from, wholeEnd), out);
        } else {
            reader.read(data, from, at, out);
        }
        return true;
    }

    private long number(int from, int to) {
        boolean isNegative = data[from] == '-';
        long value = 0;
        for (int i = isNegative ? from + 1 : from; i < to; i++) {
            value = value * 10 + (data[i] - '0');
        }
        return isNegative ? -value : value;
    }

    /** Passes over a number. @return where its whole part ends */
    private int skipNumber() {
        if (at < end && data[at] == '-') {
            at++;
        }
        int from = at;
        skipDigits();
        int wholeEnd = at;
        if (wholeEnd == from || (data[from] == '0' && wholeEnd > from + 1)) {
            return NOT_FLAT;
        }
        if (at < end && data[at] == '.') {
            at++;
            skipDigits();
            if (at == wholeEnd + 1) {
                return NOT_FLAT;
            }
        }
        return isValueEnd() ? wholeEnd : NOT_FLAT;
    }

    private void skipDigits() {
        while (at < end && data[at] >= '0' && data[at] <= '9') {
            at++;
        }
    }

    /** What may follow a number or a word; an exponent may not. */
    private boolean isValueEnd() {
        return at < end && (data[at] == ',' || data[at] == '}' || isBlank(data[at]));
    }

    private boolean skipValue() {
        int first = skipBlanks();
        return switch (first) {
            case '"' -> {
                at++;
                yield readText() != NOT_FLAT;
            }
            case 'n' -> takeWord("null");
            case 't' -> takeWord("true");
            case 'f' -> takeWord("false");
            default -> skipNumber() != NOT_FLAT;
        };
    }

    /** Passes over the rest of a text and its closing quote. @return where the text ends */
    private int readText() {
        int i = at;
        // Eight bytes at a time, as long as none is a quote, a backslash, a control character, or beyond ASCII.
        while (i + Long.BYTES <= end && !hasSpecial((long) LONGS.get(data, i))) {
            i += Long.BYTES;
        }
        while (i < end) {
            byte value = data[i];
            if (value == '"') {
                at = i + 1;
                return i;
            }
            if (value < ' ' || value == '\\') { // bytes beyond ASCII are negative
                return NOT_FLAT;
            }
            i++;
        }
        return NOT_FLAT;
    }

    private static boolean hasSpecial(long bytes) {
        long quotes = bytes ^ (ONES * '"');
        long backslashes = bytes ^ (ONES * '\\');
        return ((((quotes - ONES) & ~quotes)
                                | ((backslashes - ONES) & ~backslashes)
                                | ((bytes - ONES * ' ') & ~bytes)
                                | bytes)
                        & HIGH_BITS)
                != 0;
    }

    private boolean takeWord(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at >= end || data[at] != word.charAt(i)) {
                return false;
            }
            at++;
        }
        return isValueEnd();
    }

    private boolean take(char wanted) {
        if (skipBlanks() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /** @return the byte behind blanks, which is not taken; {@link #NOT_FLAT} at the end */
    private int skipBlanks() {
        while (at < end && isBlank(data[at])) {
            at++;
        }
        return at < end ? data[at] & 0xFF : NOT_FLAT;
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\n' || value == '\t' || value == '\r';
    }

    private boolean addMissing(BatchBuilder rows) {
        for (int column = 0; column < seen.length; column++) {
            if (!seen[column]) {
                if (!types.get(column).nullable()) {
                    return false;
                }
                rows.column(column).addNull();
            }
        }
        return true;
    }
}
