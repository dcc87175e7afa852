package io.weir.sql;

import io.weir.spi.error.WeirException.Position;

/**
 * Converts between an index into a text and its line and column, which the generated lexer counts after LF and after CR
 * without LF.
 */
final class Places {
    private Places() {}

    static Position of(String text, int index) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            if (endsLine(text, i)) {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(line, index - lineStart + 1);
    }

    /** May be beyond the end of the text. */
    static int indexOf(String text, int line, int column) {
        int index = 0;
        for (int l = 1; l < line && index < text.length(); index++) {
            if (endsLine(text, index)) {
                l++;
            }
        }
        return index + column - 1;
    }

    private static boolean endsLine(String text, int index) {
        char c = text.charAt(index);
        return c == '\n' || (c == '\r' && !text.startsWith("\n", index + 1));
    }
}
