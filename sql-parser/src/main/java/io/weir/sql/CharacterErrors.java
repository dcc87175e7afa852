package io.weir.sql;

import io.weir.spi.error.WeirException;
import io.weir.spi.error.WeirException.Position;
import io.weir.sql.parser.ParserMessages;
import io.weir.sql.parser.impl.TokenMgrError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to say of a character that starts no token. */
final class CharacterErrors {
    private static final Pattern LEXICAL =
            Pattern.compile("(?s)Lexical error at line (\\d+), column (\\d+)\\..*after : \"(.*)\"");
    private static final Pattern ESCAPED_CHARACTER = Pattern.compile("(?s)\\\\u[0-9a-fA-F]{4}|\\\\.|.");
    private static final String CURLY_QUOTES = "\u2018\u2019\u201A\u201C\u201D\u201E\u00AB\u00BB\u00B4";

    private CharacterErrors() {}

    static WeirException translate(TokenMgrError error, String sql) {
        Matcher matcher = LEXICAL.matcher(String.valueOf(error.getMessage()));
        if (!matcher.matches()) {
            return ParserMessages.unreadable(error);
        }
        int gaveUp = Places.indexOf(sql, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        // The lexer gives up at the first character that cannot go on a token; the token that came to nothing began
        // earlier.
        int begun = (int) ESCAPED_CHARACTER.matcher(matcher.group(3)).results().count();
        int index = Math.max(0, Math.min(sql.length() - 1, gaveUp - begun));
        Position position = Places.of(sql, index);
        return message(sql.codePointAt(index)).at(position.line(), position.column());
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
}
