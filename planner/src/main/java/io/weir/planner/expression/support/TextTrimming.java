package io.weir.planner.expression.support;

/** What takes characters off the ends of text. */
public final class TextTrimming {
    private TextTrimming() {}

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
            while (previous > from && ByteScan.isFollowing(value.data[previous])) {
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
}
