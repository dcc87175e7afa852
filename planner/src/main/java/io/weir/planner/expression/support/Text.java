package io.weir.planner.expression.support;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text (UTF-8) or byte string while an expression is evaluated: a range of some array, either a column's or this
 * object's own buffer.
 *
 * <p>Reused row after row: one for each place of a generated class that yields text. What it shows is valid until its
 * producer is evaluated for the next row; nobody keeps it longer. Characters are code points.
 */
public final class Text {
    private static final int FIRST_BUFFER_BYTES = 64;

    /** The array that holds the bytes; read only, because it may be a column's. */
    public byte[] data = {};

    /** The first byte. */
    public int start;

    /** Behind the last byte. */
    public int end;

    private byte @Nullable [] buffer;
    private final byte @Nullable [] constant;

    public Text() {
        constant = null;
    }

    /** A constant: nobody writes to the bytes any more. */
    public Text(byte[] bytes) {
        constant = bytes;
        set(bytes, 0, bytes.length);
    }

    public static Text of(String value) {
        return new Text(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Shows a range of an array without copying it. */
    public void set(byte[] newData, int from, int to) {
        data = newData;
        start = from;
        end = to;
    }

    /** Shows what another text shows. */
    public void set(Text other) {
        set(other.data, other.start, other.end);
    }

    public void set(byte[] bytes) {
        set(bytes, 0, bytes.length);
    }

    /** Takes a string, encoded; pure ASCII, the usual case, without garbage. */
    public void set(String value) {
        int length = value.length();
        byte[] target = clear(length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                set(value.getBytes(StandardCharsets.UTF_8));
                return;
            }
            target[i] = (byte) c;
        }
        end = length;
    }

    /** Whether this is a constant, whole: then {@link #data} never changes. */
    boolean isConstant() {
        return data == constant && start == 0 && end == data.length;
    }

    public int byteCount() {
        return end - start;
    }

    /**
     * Begins a new value in the own buffer, empty at first, with room for some bytes; {@link #end} is the place to
     * write.
     */
    public byte[] clear(int bytes) {
        byte[] own = buffer;
        if (own == null || own.length < bytes) {
            own = new byte[Math.max(FIRST_BUFFER_BYTES, bytes)];
            buffer = own;
        }
        set(own, 0, 0);
        return own;
    }

    /** Appends to a value begun with {@link #clear}. The source may not be this text. */
    public void append(byte[] source, int from, int to) {
        byte[] own = data;
        int newEnd = Math.addExact(end, to - from);
        if (newEnd > own.length) {
            own = Arrays.copyOf(own, Math.max(newEnd, (int) Math.min(Integer.MAX_VALUE - 8, own.length * 2L)));
            buffer = own;
            data = own;
        }
        System.arraycopy(source, from, own, end, to - from);
        end = newEnd;
    }

    public void append(Text other) {
        append(other.data, other.start, other.end);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return Arrays.copyOfRange(data, start, end);
    }

    public boolean isAscii() {
        return ByteScan.isAscii(data, start, end);
    }

    /** The number of characters. */
    public int characterCount() {
        return ByteScan.characters(data, start, end);
    }

    /**
     * The offset of the character that comes {@code characters} after the one at {@code from}; {@link #end} if there
     * are fewer.
     */
    public int offsetOf(int from, long characters) {
        int at = from;
        long left = characters;
        while (left > 0 && at < end) {
            at++;
            while (at < end && ByteScan.isFollowing(data[at])) {
                at++;
            }
            left--;
        }
        return at;
    }

    public static boolean equal(Text a, Text b) {
        return a.end - a.start == b.end - b.start && Arrays.equals(a.data, a.start, a.end, b.data, b.start, b.end);
    }

    /** Order of bytes, which is the order of code points. */
    public static int compare(Text a, Text b) {
        return Arrays.compareUnsigned(a.data, a.start, a.end, b.data, b.start, b.end);
    }

    /** Compares two CHAR values as SQL does: the shorter counts as padded with spaces. */
    public static int comparePadded(Text a, Text b) {
        return Arrays.compareUnsigned(a.data, a.start, a.endWithoutSpaces(), b.data, b.start, b.endWithoutSpaces());
    }

    int endWithoutSpaces() {
        int last = end;
        while (last > start && data[last - 1] == ' ') {
            last--;
        }
        return last;
    }

    /** The offset at or after {@code from} at which the other text stands, or -1. */
    public int indexOf(Text other, int from) {
        int length = other.end - other.start;
        int last = end - length;
        if (length == 0) {
            return from <= end ? from : -1;
        }
        byte first = other.data[other.start];
        if (length == 1) {
            return ByteScan.indexOf(data, from, end, first);
        }
        for (int i = from; i <= last; i++) {
            if (data[i] == first && Arrays.equals(data, i, i + length, other.data, other.start, other.end)) {
                return i;
            }
        }
        return -1;
    }

    public boolean startsWith(Text other) {
        int length = other.end - other.start;
        return length <= end - start && Arrays.equals(data, start, start + length, other.data, other.start, other.end);
    }

    public boolean endsWith(Text other) {
        int length = other.end - other.start;
        return length <= end - start && Arrays.equals(data, end - length, end, other.data, other.start, other.end);
    }

    @Override
    public String toString() {
        return new String(data, start, end - start, StandardCharsets.UTF_8);
    }
}
