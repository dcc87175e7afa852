package io.weir.planner.expression.support;

/** What looks for text in text. Positions count characters (code points) from 1; 0 is nowhere. */
public final class TextSearch {
    private TextSearch() {}

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
        return found < 0 ? 0 : ByteScan.characters(value.data, value.start, found) + 1;
    }

    @Implements({"INSTR", "STRPOS"})
    public static int find(Text value, Text part) {
        return position(part, value, 1);
    }

    @Implements({"STARTS_WITH", "STARTSWITH"})
    public static boolean startsWith(Text value, Text part) {
        return value.startsWith(part);
    }

    @Implements({"ENDS_WITH", "ENDSWITH"})
    public static boolean endsWith(Text value, Text part) {
        return value.endsWith(part);
    }
}
