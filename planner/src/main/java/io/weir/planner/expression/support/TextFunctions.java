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
    private TextFunctions() {}

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
        result.set(value.data, value.offsetOf(value.start, Math.max(start, 1) - 1), value.end);
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
        int from = value.offsetOf(value.start, Math.max(start, 1) - 1);
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

    /** {@code ||}. */
    public static void concatenate(Text result, Text a, Text b) {
        result.clear(TextLimit.checkedSize((long) a.byteCount() + b.byteCount()));
        result.append(a);
        result.append(b);
    }

    @Implements("CONCAT")
    public static void concatenate(Text result, Text[] values) {
        result.clear(0);
        for (Text value : values) {
            TextLimit.checkedSize((long) result.byteCount() + value.byteCount());
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
                TextLimit.checkedSize((long) result.byteCount() + value.byteCount() + separator.byteCount());
                if (any) {
                    result.append(separator);
                }
                result.append(value);
                any = true;
            }
        }
        return true;
    }

    @Implements("REPLACE")
    public static void replace(Text result, Text value, Text part, Text replacement) {
        int found = part.byteCount() == 0 ? -1 : value.indexOf(part, value.start);
        if (found < 0) {
            result.set(value);
            return;
        }
        if (part.byteCount() == 1 && replacement.byteCount() <= 1) {
            replaceByte(result, value, found, replacement);
            return;
        }
        result.clear(value.byteCount());
        int at = value.start;
        while (found >= 0) {
            result.append(value.data, at, found);
            result.append(replacement);
            TextLimit.checkedSize(result.byteCount());
            at = found + part.byteCount();
            found = value.indexOf(part, at);
        }
        result.append(value.data, at, value.end);
    }

    /** @param found where the first byte to be replaced stands */
    private static void replaceByte(Text result, Text value, int found, Text replacement) {
        byte[] target = result.clear(value.byteCount());
        int before = found - value.start;
        System.arraycopy(value.data, value.start, target, 0, before);
        int kept = replacement.byteCount();
        byte other = kept == 0 ? 0 : replacement.data[replacement.start];
        result.end = ByteScan.replace(value.data, found, value.end, value.data[found], other, kept, target, before);
    }

    @Implements("OVERLAY")
    public static void overlay(Text result, Text value, Text replacement, long start) {
        overlay(result, value, replacement, start, replacement.characterCount());
    }

    @Implements("OVERLAY")
    public static void overlay(Text result, Text value, Text replacement, long start, long length) {
        int from = value.offsetOf(value.start, Math.max(start, 1) - 1);
        int to = length <= 0 ? from : value.offsetOf(from, Math.min(length, Integer.MAX_VALUE));
        result.clear(TextLimit.checkedSize((long) value.byteCount() + replacement.byteCount()));
        result.append(value.data, value.start, from);
        result.append(replacement);
        result.append(value.data, to, value.end);
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
