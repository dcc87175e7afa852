package io.weir.planner.expression.support;

/** What makes text longer. */
public final class TextPadding {
    private static final Text BLANK = Text.of(" ");

    private TextPadding() {}

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

    private static void pad(Text result, Text value, long length, Text filling, boolean left) {
        long missing = Math.max(0, length) - value.characterCount();
        if (missing <= 0 || filling.byteCount() == 0) {
            result.set(value.data, value.start, value.offsetOf(value.start, Math.max(0, length)));
            return;
        }
        TextLimit.checkedSize(length); // a character has a byte at least; what follows could overflow
        int fillingCharacters = filling.characterCount();
        TextLimit.checkedSize((missing / fillingCharacters + 1) * filling.byteCount() + value.byteCount());
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
        result.clear(TextLimit.checkedSize((long) count * value.byteCount()));
        for (int i = 0; i < count; i++) {
            result.append(value);
        }
    }

    @Implements("SPACE")
    public static void spaces(Text result, long count) {
        repeat(result, BLANK, count);
    }
}
