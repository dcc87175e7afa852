package io.weir.sql;

import io.weir.spi.error.WeirException;
import io.weir.sql.parser.ParserMessages;

/** What to say of a character that starts no token. */
final class CharacterErrors {
    private static final String CURLY_QUOTES = "\u2018\u2019\u201A\u201C\u201D\u201E\u00AB\u00BB\u00B4";

    private CharacterErrors() {}

    /**
     * @param line of the character in the text, as the generated lexer counts
     * @param column where the lexer gave up, at or just after the character
     */
    static WeirException at(String sql, int line, int column) {
        int index = index(sql, line, column);
        if (index >= sql.length()) {
            return ParserMessages.unexpected("the end of the statement").at(line, column);
        }
        int codePoint = sql.codePointAt(index);
        return message(codePoint).at(line, column);
    }

    private static WeirException message(int codePoint) {
        if (CURLY_QUOTES.indexOf(codePoint) >= 0) {
            return ParserMessages.unexpectedCharacter(
                    codePoint, "Strings are written in straight single quotes: 'text'.");
        }
        if (Character.isSpaceChar(codePoint)) {
            return ParserMessages.unexpectedCharacter(codePoint, "Replace it by an ordinary space.");
        }
        if (Character.isLetter(codePoint)) {
            return ParserMessages.unexpectedCharacter(
                    codePoint, "Names with such characters are written in double quotes.");
        }
        return ParserMessages.unexpectedCharacter(codePoint);
    }

    private static int index(String sql, int line, int column) {
        int index = 0;
        for (int l = 1; l < line && index < sql.length(); index++) {
            char c = sql.charAt(index);
            if (c == '\n' || (c == '\r' && !sql.startsWith("\n", index + 1))) {
                l++;
            }
        }
        return index + column - 1;
    }
}
