package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions on text. Positions count characters (code points) from 1. Most work on the bytes and copy nothing. */
public final class TextFunctions {
    /** Bounds what REPEAT, SPACE, LPAD and the like may make of a short argument. */
    static final int MAX_BYTES = 16 << 20;

    private TextFunctions() {}

    private static int checkedSize(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new WeirException(
                    ErrorCode.LIMIT_EXCEEDED, "text of " + bytes + " bytes exceeds the limit of " + MAX_BYTES);
        }
        return (int) bytes;
    }

    @Implements({"CHAR_LENGTH", "CHARACTER_LENGTH", "LENGTH", "LEN"})
    public static int characterCount(Text value) {
        return value.characterCount();
    }

    @Implements(
            value = {"OCTET_LENGTH"},
            takesBytes = true)
    public static int byteCount(Text value) {
        return value.byteCount();
    }

    @Implements(
            value = {"BIT_LENGTH"},
            takesBytes = true)
    public static int bitCount(Text value) {
        return value.byteCount() * 8;
    }

    /**
     * Character for character, as PostgreSQL does it: the length stays, so that {@code ß} of CHAR(1) does not become
     * {@code SS}, of which only {@code S} fits.
     */
    @Implements({"UPPER", "UCASE"})
    public static void upper(Text result, Text value) {
        if (!value.isAscii()) {
            result.set(eachCharacter(value, Character::toUpperCase));
            return;
        }
        int length = value.byteCount();
        byte[] target = result.clear(length);
        for (int i = 0; i < length; i++) {
            byte b = value.data[value.start + i];
            target[i] = b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
        }
        result.end = length;
    }

    @Implements({"LOWER", "LCASE"})
    public static void lower(Text result, Text value) {
        if (!value.isAscii()) {
            result.set(eachCharacter(value, Character::toLowerCase));
            return;
        }
        int length = value.byteCount();
        byte[] target = result.clear(length);
        for (int i = 0; i < length; i++) {
            byte b = value.data[value.start + i];
            target[i] = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
        }
        result.end = length;
    }

    private static String eachCharacter(Text value, IntUnaryOperator mapping) {
        return value.toString()
                .codePoints()
                .map(mapping)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** First letter of each word in upper case, the others in lower case; words are runs of letters and digits. */
    @Implements("INITCAP")
    public static void initialCapitals(Text result, Text value) {
        StringBuilder built = new StringBuilder(value.byteCount());
        boolean inWord = false;
        int[] codePoints = value.toString().codePoints().toArray();
        for (int c : codePoints) {
            built.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inWord = Character.isLetterOrDigit(c);
        }
        result.set(built.toString());
    }

    @Implements({"SUBSTRING", "SUBSTR"})
    public static void substring(Text result, Text value, long start) {
        result.set(value.data, value.offsetOf(value.start, start - 1), value.end);
    }

    /**
     * The characters from {@code start} to {@code start + length - 1} that there are; positions before the first count
     * but are empty.
     */
    @Implements({"SUBSTRING", "SUBSTR"})
    public static void substring(Text result, Text value, long start, long length) {
        if (length < 0) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE, "length of SUBSTRING must not be negative, found " + length);
        }
        long behind = start > Long.MAX_VALUE - length ? Long.MAX_VALUE : start + length;
        int from = value.offsetOf(value.start, start - 1);
        int to = behind <= 1 ? value.start : value.offsetOf(from, behind - Math.max(start, 1));
        result.set(value.data, Math.min(from, to), to);
        if (to <= from) {
            result.set(value.data, from, from);
        }
    }

    @Implements("LEFT")
    public static void left(Text result, Text value, long length) {
        result.set(value.data, value.start, value.offsetOf(value.start, length));
    }

    @Implements("RIGHT")
    public static void right(Text result, Text value, long length) {
        long skipped = value.characterCount() - Math.max(0, length);
        result.set(value.data, value.offsetOf(value.start, skipped), value.end);
    }

    /** TRIM with one blank, the usual case. */
    public static void trim(Text result, Text value, boolean leading, boolean trailing) {
        int from = value.start;
        int to = value.end;
        while (leading && from < to && value.data[from] == ' ') {
            from++;
        }
        while (trailing && from < to && value.data[to - 1] == ' ') {
            to--;
        }
        result.set(value.data, from, to);
    }

    /** TRIM of every character that occurs in {@code characters}. */
    public static void trim(Text result, Text value, Text characters, boolean leading, boolean trailing) {
        int from = value.start;
        int to = value.end;
        while (leading && from < to) {
            int next = value.offsetOf(from, 1);
            if (!contains(characters, value.data, from, next)) {
                break;
            }
            from = next;
        }
        while (trailing && from < to) {
            int previous = to - 1;
            while (previous > from && (value.data[previous] & 0xC0) == 0x80) {
                previous--;
            }
            if (!contains(characters, value.data, previous, to)) {
                break;
            }
            to = previous;
        }
        result.set(value.data, from, to);
    }

    private static boolean contains(Text characters, byte[] data, int from, int to) {
        for (int at = characters.start; at < characters.end; ) {
            int next = characters.offsetOf(at, 1);
            if (java.util.Arrays.equals(characters.data, at, next, data, from, to)) {
                return true;
            }
            at = next;
        }
        return false;
    }

    @Implements("LTRIM")
    public static void trimLeft(Text result, Text value) {
        trim(result, value, true, false);
    }

    @Implements("LTRIM")
    public static void trimLeft(Text result, Text value, Text characters) {
        trim(result, value, characters, true, false);
    }

    @Implements("RTRIM")
    public static void trimRight(Text result, Text value) {
        trim(result, value, false, true);
    }

    @Implements("RTRIM")
    public static void trimRight(Text result, Text value, Text characters) {
        trim(result, value, characters, false, true);
    }

    @Implements("BTRIM")
    public static void trimBoth(Text result, Text value) {
        trim(result, value, true, true);
    }

    @Implements("BTRIM")
    public static void trimBoth(Text result, Text value, Text characters) {
        trim(result, value, characters, true, true);
    }

    /** {@code ||}. */
    public static void concatenate(Text result, Text a, Text b) {
        result.clear(checkedSize((long) a.byteCount() + b.byteCount()));
        result.append(a);
        result.append(b);
    }

    @Implements("CONCAT")
    public static void concatenate(Text result, Text[] values) {
        result.clear(0);
        for (Text value : values) {
            checkedSize((long) result.byteCount() + value.byteCount());
            result.append(value);
        }
    }

    /** Joins what is not null; a null separator yields null. */
    @Implements(value = "CONCAT_WS", takesNull = true)
    public static boolean join(Text result, @Nullable Text separator, @Nullable Text[] values) {
        if (separator == null) {
            return false;
        }
        result.clear(0);
        boolean any = false;
        for (Text value : values) {
            if (value != null) {
                checkedSize((long) result.byteCount() + value.byteCount() + separator.byteCount());
                if (any) {
                    result.append(separator);
                }
                result.append(value);
                any = true;
            }
        }
        return true;
    }

    /** POSITION(part IN value). */
    @Implements({"POSITION", "LOCATE"})
    public static int position(Text part, Text value) {
        return position(part, value, 1);
    }

    @Implements({"POSITION", "LOCATE"})
    public static int position(Text part, Text value, long from) {
        if (from < 1) {
            return 0;
        }
        int start = value.offsetOf(value.start, from - 1);
        if (from > 1 && start == value.end && value.characterCount() < from - 1) {
            return 0;
        }
        int found = value.indexOf(part, start);
        return found < 0 ? 0 : charactersBefore(value, found) + 1;
    }

    private static int charactersBefore(Text value, int offset) {
        int count = 0;
        for (int i = value.start; i < offset; i++) {
            if ((value.data[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    @Implements({"INSTR", "STRPOS"})
    public static int find(Text value, Text part) {
        return position(part, value, 1);
    }

    @Implements("REPLACE")
    public static void replace(Text result, Text value, Text part, Text replacement) {
        int found = part.byteCount() == 0 ? -1 : value.indexOf(part, value.start);
        if (found < 0) {
            result.set(value);
            return;
        }
        result.clear(value.byteCount());
        int at = value.start;
        while (found >= 0) {
            result.append(value.data, at, found);
            result.append(replacement);
            checkedSize(result.byteCount());
            at = found + part.byteCount();
            found = value.indexOf(part, at);
        }
        result.append(value.data, at, value.end);
    }

    @Implements("OVERLAY")
    public static void overlay(Text result, Text value, Text replacement, long start) {
        overlay(result, value, replacement, start, replacement.characterCount());
    }

    @Implements("OVERLAY")
    public static void overlay(Text result, Text value, Text replacement, long start, long length) {
        int from = value.offsetOf(value.start, start - 1);
        int to = length <= 0 ? from : value.offsetOf(from, Math.min(length, Integer.MAX_VALUE));
        result.clear(checkedSize((long) value.byteCount() + replacement.byteCount()));
        result.append(value.data, value.start, from);
        result.append(replacement);
        result.append(value.data, to, value.end);
    }

    @Implements("LPAD")
    public static void padLeft(Text result, Text value, long length) {
        pad(result, value, length, BLANK, true);
    }

    @Implements("LPAD")
    public static void padLeft(Text result, Text value, long length, Text filling) {
        pad(result, value, length, filling, true);
    }

    @Implements("RPAD")
    public static void padRight(Text result, Text value, long length) {
        pad(result, value, length, BLANK, false);
    }

    @Implements("RPAD")
    public static void padRight(Text result, Text value, long length, Text filling) {
        pad(result, value, length, filling, false);
    }

    private static final Text BLANK = Text.of(" ");

    private static void pad(Text result, Text value, long length, Text filling, boolean left) {
        long missing = length - value.characterCount();
        if (missing <= 0 || filling.byteCount() == 0) {
            result.set(value.data, value.start, value.offsetOf(value.start, length));
            return;
        }
        int fillingCharacters = filling.characterCount();
        checkedSize((missing / fillingCharacters + 1) * filling.byteCount() + value.byteCount());
        result.clear(value.byteCount() + (int) missing);
        if (!left) {
            result.append(value);
        }
        for (long i = missing / fillingCharacters; i > 0; i--) {
            result.append(filling);
        }
        result.append(filling.data, filling.start, filling.offsetOf(filling.start, missing % fillingCharacters));
        if (left) {
            result.append(value);
        }
    }

    @Implements("REPEAT")
    public static void repeat(Text result, Text value, long times) {
        int count = times <= 0 || value.byteCount() == 0 ? 0 : (int) Math.min(times, Integer.MAX_VALUE);
        result.clear(checkedSize((long) count * value.byteCount()));
        for (int i = 0; i < count; i++) {
            result.append(value);
        }
    }

    @Implements("SPACE")
    public static void spaces(Text result, long count) {
        repeat(result, BLANK, count);
    }

    @Implements("REVERSE")
    public static void reverse(Text result, Text value) {
        int length = value.byteCount();
        byte[] target = result.clear(length);
        int to = length;
        for (int at = value.start; at < value.end; ) {
            int next = value.offsetOf(at, 1);
            to -= next - at;
            System.arraycopy(value.data, at, target, to, next - at);
            at = next;
        }
        result.end = length;
    }

    @Implements({"STARTS_WITH", "STARTSWITH"})
    public static boolean startsWith(Text value, Text part) {
        return value.startsWith(part);
    }

    @Implements({"ENDS_WITH", "ENDSWITH"})
    public static boolean endsWith(Text value, Text part) {
        return value.endsWith(part);
    }

    /**
     * The text, if it has at most so many characters, not counting blanks at its end that go beyond.
     *
     * @throws WeirException (STRING_TOO_LONG)
     */
    @Implements("FITTING_TEXT")
    public static void fitting(Text result, Text value, long most) {
        long count = value.characterCount();
        if (count <= most) {
            result.set(value.data, value.start, value.end);
            return;
        }
        int end = value.end;
        while (count > most && value.data[end - 1] == ' ') {
            end--;
            count--;
        }
        if (count > most) {
            throw new WeirException(
                    ErrorCode.STRING_TOO_LONG,
                    "text of " + value.characterCount() + " characters does not fit a column of " + most);
        }
        result.set(value.data, value.start, end);
    }

    /** The piece with an index, from 0, of what the separator divides; null if there are not so many. */
    @Implements("SPLIT_INDEX")
    public static boolean splitIndex(Text result, Text value, Text separator, long index) {
        if (index < 0 || separator.byteCount() == 0) {
            return false;
        }
        int at = value.start;
        for (long i = 0; ; i++) {
            int found = value.indexOf(separator, at);
            if (i == index) {
                result.set(value.data, at, found < 0 ? value.end : found);
                return true;
            }
            if (found < 0) {
                return false;
            }
            at = found + separator.byteCount();
        }
    }

    /** PostgreSQL's: the piece with a number, from 1 or, negative, from the last; empty if there are not so many. */
    @Implements("SPLIT_PART")
    public static void splitPart(Text result, Text value, Text separator, long number) {
        if (number == 0) {
            throw new WeirException(ErrorCode.PARAMETER_VALUE, "field number of SPLIT_PART must not be zero");
        }
        long index = number - 1;
        if (number < 0) {
            long pieces = 1;
            for (int at = value.indexOf(separator, value.start);
                    at >= 0 && separator.byteCount() > 0;
                    at = value.indexOf(separator, at + separator.byteCount())) {
                pieces++;
            }
            index = pieces + number;
        }
        if (!splitIndex(result, value, separator, index)) {
            boolean whole = separator.byteCount() == 0 && index == 0;
            result.set(value.data, value.start, whole ? value.end : value.start);
        }
    }

    @Implements("ASCII")
    public static int firstCodePoint(Text value) {
        if (value.byteCount() == 0) {
            return 0;
        }
        Text first = new Text();
        first.set(value.data, value.start, value.offsetOf(value.start, 1));
        return first.toString().codePointAt(0);
    }

    @Implements({"CHR", "CHAR"})
    public static void character(Text result, long codePoint) {
        if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
            throw new WeirException(ErrorCode.PARAMETER_VALUE, "there is no character " + codePoint);
        }
        result.set(Character.toString((int) codePoint));
    }

    @Implements("REGEXP")
    public static boolean matches(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().find(value, expression);
    }

    @Implements({"REGEXP_LIKE", "REGEXP_CONTAINS"})
    public static boolean isLike(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().find(value, expression);
    }

    public static boolean isSimilar(Text value, Text pattern, @Nullable Text escape, EvaluationState state) {
        return state.regularExpressions().matchesSimilar(value, pattern, escape);
    }

    /** The first match, or its first group if it has one; null without a match. */
    @Implements("REGEXP_EXTRACT")
    public static @Nullable String extract(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().extract(value, expression, 0);
    }

    @Implements("REGEXP_EXTRACT")
    public static @Nullable String extract(Text value, Text expression, int group, EvaluationState state) {
        return state.regularExpressions().extract(value, expression, group);
    }

    @Implements("REGEXP_SUBSTR")
    public static @Nullable String firstMatch(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().extract(value, expression, 0);
    }

    @Implements("REGEXP_REPLACE")
    public static @Nullable String replaceMatches(
            Text value, Text expression, Text replacement, EvaluationState state) {
        return state.regularExpressions().replace(value, expression, replacement);
    }

    @Implements("REGEXP_COUNT")
    public static int countMatches(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().count(value, expression);
    }

    @Implements("REGEXP_INSTR")
    public static int positionOfMatch(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().position(value, expression);
    }

    /** Bytes as text; an error if they are not UTF-8, so that no column ever holds text that is none. */
    public static void validated(Text result, Text bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.data, bytes.start, bytes.byteCount()));
        } catch (CharacterCodingException e) {
            throw new WeirException(ErrorCode.CAST_FAILURE, "bytes are no UTF-8 text", e);
        }
        result.set(bytes);
    }
}
