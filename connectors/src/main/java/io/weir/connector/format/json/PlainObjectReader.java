package io.weir.connector.format.json;

import com.fasterxml.jackson.core.io.NumberInput;
import io.weir.connector.format.ScalarReader;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads JSON objects of the most common kind straight from their bytes: no nested values, no escapes in texts, numbers
 * that a long can hold. Of anything else, and of every error, it says that it cannot, and leaves no trace: then the
 * library's parser decides, whose verdict and message count. What this class accepts, the parser reads alike.
 *
 * <p>It is there because the parser wants to be made anew for each record, and gives texts and names as characters: that
 * was 1.0 of the 2.8 microseconds that a record took from Kafka to Kafka. Not thread-safe.
 */
final class PlainObjectReader {
    /** Longer records are the parser's, which knows the limits of texts. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int MOST_NAME_BYTES = 1 << 10;
    private static final int MOST_LONG_DIGITS = 18;
    private static final int MOST_NUMBER_BYTES = 64;

    /** After so many records that were not plain, only each sixteenth is tried. */
    private static final int MANY_REFUSALS = 16;

    private static final int OTHER = -1;
    private static final int MOST_REMEMBERED_NAMES = 32;
    private static final int MOST_REMEMBERED_BYTES = 128;

    private final List<DataType> types;
    private final TypeKind[] kinds;
    private final byte[][] names;
    private final ScalarReader[] readers;
    private final boolean failOnMissingField;
    private final boolean isPossible;
    private final boolean[] seen;
    private int refusals;

    /**
     * Names in the order in which they stood in records so far, so that most are recognised by one comparison, those
     * that are not wanted too. Some may have been left out in one record or the other.
     */
    private final List<FieldName> remembered = new ArrayList<>();

    private byte[] data = {};
    private int end;

    // The name last read: where it ends, with its colon, and the place to look for the next one.
    private int nameEnd;
    private int nextName;

    // The value last scanned: its bytes, for a text without the quotes.
    private int valueFrom;
    private int valueTo;
    private Token token = Token.NULL;
    private long number;

    /** What a value is. */
    private enum Token {
        TEXT,
        WHOLE,
        FRACTION,
        TRUE,
        FALSE,
        NULL
    }

    /**
     * @param text with quotes and colon
     * @param column that it names, or {@link #OTHER}
     */
    private record FieldName(byte[] text, int column) {}

    PlainObjectReader(List<DataType> types, List<String> columnNames, boolean failOnMissingField) {
        this.types = types;
        this.failOnMissingField = failOnMissingField;
        kinds = types.stream().map(DataType::kind).toArray(TypeKind[]::new);
        readers = types.stream().map(ScalarReader::new).toArray(ScalarReader[]::new);
        names = columnNames.stream().map(PlainObjectReader::plainName).toArray(byte[][]::new);
        isPossible = types.stream().allMatch(ScalarReader::reads);
        seen = new boolean[names.length];
    }

    /** Empty if JSON must escape the name: then it never stands in a plain record. */
    private static byte[] plainName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return PlainText.endOfUnescaped(bytes, 0, bytes.length) == bytes.length ? bytes : new byte[0];
    }

    /**
     * Adds one value to each column, without closing the row.
     *
     * @return false if it cannot; then nothing was added
     */
    boolean read(byte[] record, int from, int to, BatchBuilder rows) {
        if (!isPossible || to - from > MOST_BYTES || (refusals >= MANY_REFUSALS && (refusals++ & 15) != 0)) {
            return false;
        }
        data = record;
        end = to;
        Arrays.fill(seen, false);
        try {
            if (readObject(from, rows) && addMissing(rows)) {
                refusals = 0;
                return true;
            }
        } catch (MalformedRecordException e) {
            // Told by the parser.
        }
        refusals = refusals == Integer.MAX_VALUE ? MANY_REFUSALS : refusals + 1;
        for (int column = 0; column < seen.length; column++) {
            if (seen[column]) {
                rows.column(column).truncate(rows.rowCount());
            }
        }
        return false;
    }

    private boolean readObject(int from, BatchBuilder rows) throws MalformedRecordException {
        int at = skipSpace(from);
        if (!is(at, '{')) {
            return false;
        }
        at = skipSpace(at + 1);
        nextName = 0;
        while (is(at, '"')) {
            int column = readName(at);
            if (nameEnd < 0) {
                return false;
            }
            at = scanValue(skipSpace(nameEnd));
            if (at < 0 || (column != OTHER && !addValue(column, rows))) {
                return false;
            }
            at = skipSpace(at);
            if (is(at, '}')) {
                return skipSpace(at + 1) == end;
            }
            if (!is(at, ',')) {
                return false;
            }
            at = skipSpace(at + 1);
        }
        return false;
    }

    /** Sets {@link #nameEnd}, to -1 if there is no plain name. */
    private int readName(int at) {
        for (int i = nextName; i < remembered.size(); i++) {
            FieldName name = remembered.get(i);
            if (PlainText.startsWith(data, at, end, name.text)) {
                nextName = i + 1;
                nameEnd = at + name.text.length;
                return name.column;
            }
        }
        return readNewName(at);
    }

    private int readNewName(int at) {
        nameEnd = -1;
        int column = columnAt(at + 1);
        int to = column == OTHER
                ? PlainText.endOfAscii(data, at + 1, Math.min(end, at + 1 + MOST_NAME_BYTES))
                : at + 1 + names[column].length;
        if (!is(to, '"')) {
            return OTHER;
        }
        int colon = skipSpace(to + 1);
        if (!is(colon, ':')) {
            return OTHER;
        }
        nameEnd = colon + 1;
        boolean isUsual = colon == to + 1 && nameEnd - at <= MOST_REMEMBERED_BYTES;
        if (isUsual && remembered.size() < MOST_REMEMBERED_NAMES) {
            remembered.add(nextName, new FieldName(Arrays.copyOfRange(data, at, nameEnd), column));
            nextName++;
        }
        return column;
    }

    private boolean is(int at, char wanted) {
        return at < end && data[at] == wanted;
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < end && data[at] <= ' ' && isSpace(data[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }

    private int columnAt(int from) {
        for (int column = 0; column < names.length; column++) {
            byte[] name = names[column];
            if (name.length > 0
                    && is(from + name.length, '"')
                    && Arrays.equals(data, from, from + name.length, name, 0, name.length)) {
                return column;
            }
        }
        return OTHER;
    }

    /** @return where the value ends, or -1 */
    private int scanValue(int at) {
        if (at >= end) {
            return -1;
        }
        return switch (data[at]) {
            case '"' -> scanText(at + 1);
            case 't' -> scanLiteral(at, "true", Token.TRUE);
            case 'f' -> scanLiteral(at, "false", Token.FALSE);
            case 'n' -> scanLiteral(at, "null", Token.NULL);
            default -> scanNumber(at);
        };
    }

    private int scanText(int from) {
        int at = PlainText.endOfAscii(data, from, end);
        while (at < end && data[at] < 0) {
            int bytes = characterBytes(at);
            if (bytes == 0) {
                return -1;
            }
            at = PlainText.endOfAscii(data, at + bytes, end);
        }
        if (!is(at, '"')) {
            return -1;
        }
        token = Token.TEXT;
        valueFrom = from;
        valueTo = at;
        return at + 1;
    }

    /** Of a character that is not ASCII; 0 if it is none, or has a form that needs a closer look. */
    private int characterBytes(int at) {
        int first = data[at] & 0xFF;
        if (first >= 0xC2 && first <= 0xDF) {
            return isContinued(at + 1) ? 2 : 0;
        }
        boolean isThree = first > 0xE0 && first <= 0xEF && first != 0xED;
        return isThree && isContinued(at + 1) && isContinued(at + 2) ? 3 : 0;
    }

    private boolean isContinued(int at) {
        return at < end && (data[at] & 0xC0) == 0x80;
    }

    private int scanLiteral(int from, String literal, Token meant) {
        int to = from + literal.length();
        if (to > end) {
            return -1;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (data[from + i] != literal.charAt(i)) {
                return -1;
            }
        }
        return ended(from, to, meant);
    }

    private int scanNumber(int from) {
        boolean isNegative = data[from] == '-';
        int first = isNegative ? from + 1 : from;
        int at = first;
        long value = 0;
        while (at < end && isDigit(data[at]) && at - first < MOST_LONG_DIGITS) {
            value = value * 10 + (data[at++] - '0');
        }
        if (at == first || (data[first] == '0' && at > first + 1)) {
            return -1;
        }
        number = isNegative ? -value : value;
        Token meant = Token.WHOLE;
        if (is(at, '.')) {
            meant = Token.FRACTION;
            int digits = at + 1;
            at = digits;
            while (at < end && isDigit(data[at]) && at - from < MOST_NUMBER_BYTES) {
                at++;
            }
            if (at == digits) {
                return -1;
            }
        }
        // An exponent ends it here: what is no delimiter is left to the parser.
        return ended(from, at, meant);
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private int ended(int from, int to, Token meant) {
        if (to >= end || (data[to] != ',' && data[to] != '}' && !isSpace(data[to]))) {
            return -1;
        }
        token = meant;
        valueFrom = from;
        valueTo = to;
        return to;
    }

    private boolean addValue(int column, BatchBuilder rows) throws MalformedRecordException {
        ColumnBuilder out = rows.column(column);
        if (seen[column]) {
            out.truncate(rows.rowCount());
        }
        seen[column] = true;
        switch (token) {
            case NULL -> {
                if (types.get(column).nullable()) {
                    out.addNull();
                    return true;
                }
                return false;
            }
            case TRUE, FALSE -> {
                if (kinds[column] != TypeKind.BOOLEAN) {
                    return false;
                }
                out.addBoolean(token == Token.TRUE);
                return true;
            }
            case TEXT -> {
                addText(column, out);
                return true;
            }
            default -> {
                return addNumber(column, out);
            }
        }
    }

    private void addText(int column, ColumnBuilder out) throws MalformedRecordException {
        // It is known to be UTF-8, and to have no more characters than bytes.
        if (kinds[column] == TypeKind.VARCHAR
                && valueTo - valueFrom <= types.get(column).precision()) {
            out.addBytes(data, valueFrom, valueTo);
        } else {
            readers[column].read(data, valueFrom, valueTo, out);
        }
    }

    private boolean addNumber(int column, ColumnBuilder out) throws MalformedRecordException {
        boolean isWhole = token == Token.WHOLE;
        switch (kinds[column]) {
            case BIGINT -> {
                if (!isWhole) {
                    return false;
                }
                out.addLong(number);
            }
            case TINYINT, SMALLINT, INTEGER -> {
                if (!isWhole) {
                    return false;
                }
                readers[column].readInt(number, out);
            }
            case DOUBLE -> out.addDouble(isWhole ? (double) number : fraction());
            case REAL, BOOLEAN -> {
                return false;
            }
            default -> readers[column].read(data, valueFrom, valueTo, out);
        }
        return true;
    }

    private double fraction() {
        return NumberInput.parseDouble(
                new String(data, valueFrom, valueTo - valueFrom, StandardCharsets.ISO_8859_1), true);
    }

    private boolean addMissing(BatchBuilder rows) {
        for (int column = 0; column < seen.length; column++) {
            if (!seen[column]) {
                if (failOnMissingField || !types.get(column).nullable()) {
                    return false;
                }
                rows.column(column).addNull();
                seen[column] = true;
            }
        }
        return true;
    }
}
