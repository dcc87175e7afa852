package io.weir.sql;

import io.weir.sql.parser.ParserMessages;

/**
 * Walks over the tokens of SQL text, before and beside the generated lexer: to find statement ends, to bound the input
 * before the parser recurses on it, and to say what is wrong with an unclosed string, which the generated lexer cannot.
 *
 * <p>It agrees with the generated lexer on where strings, names and comments start and end; it does not look into
 * numbers and operators.
 */
final class SqlScanner {
    private final String text;
    private int position;
    private int line = 1;
    private int lineStart;
    private TokenKind kind = TokenKind.END;
    private int tokenStart;
    private int tokenLine = 1;
    private int tokenColumn = 1;

    SqlScanner(String text) {
        this.text = text;
    }

    /** Moves to the next token, which at the end of the text is {@link TokenKind#END}. */
    TokenKind next() {
        skipBlanksAndComments();
        tokenStart = position;
        tokenLine = line;
        tokenColumn = position - lineStart + 1;
        kind = position == text.length() ? TokenKind.END : read(text.charAt(position));
        return kind;
    }

    TokenKind kind() {
        return kind;
    }

    int start() {
        return tokenStart;
    }

    int end() {
        return position;
    }

    int line() {
        return tokenLine;
    }

    int column() {
        return tokenColumn;
    }

    String image() {
        return text.substring(tokenStart, position);
    }

    /** Whether the current token is this keyword. */
    boolean isWord(String keyword) {
        return kind == TokenKind.WORD
                && position - tokenStart == keyword.length()
                && text.regionMatches(true, tokenStart, keyword, 0, keyword.length());
    }

    /** The first character of the current token; 0 at the end. */
    char symbol() {
        return kind == TokenKind.SYMBOL ? text.charAt(tokenStart) : 0;
    }

    private TokenKind read(char first) {
        if (isWordStart(first)) {
            return readWord();
        }
        if (first >= '0' && first <= '9') {
            return readNumber();
        }
        switch (first) {
            case '\'':
                return readString(false);
            case '"', '`':
                return readQuotedName(first);
            default:
                position++;
                if ((first == '*' && startsWith("/")) || (first == '/' && startsWith("*+"))) {
                    position += first == '*' ? 1 : 2; // the end or start of a hint
                }
                return TokenKind.SYMBOL;
        }
    }

    private TokenKind readWord() {
        int start = position;
        while (position < text.length() && isWordPart(text.charAt(position))) {
            position++;
        }
        if (startsWith("'") && isStringPrefix(start)) {
            return readString(Character.toUpperCase(text.charAt(start)) == 'E');
        }
        if (position - start == 1 && Character.toUpperCase(text.charAt(start)) == 'U') {
            if (startsWith("&'")) {
                position++;
                return readString(false);
            }
            if (startsWith("&\"")) {
                position++;
                return readQuotedName('"');
            }
        }
        return TokenKind.WORD;
    }

    /** N'..', X'..', E'..' and _utf8'..' are strings; type'..' is a word and a string. */
    private boolean isStringPrefix(int start) {
        char first = Character.toUpperCase(text.charAt(start));
        return first == '_' || (position - start == 1 && (first == 'N' || first == 'X' || first == 'E'));
    }

    private TokenKind readNumber() {
        while (position < text.length()) {
            char c = text.charAt(position);
            boolean exponentSign = (c == '+' || c == '-') && Character.toUpperCase(text.charAt(position - 1)) == 'E';
            if (c != '.' && !(c >= '0' && c <= '9') && c != 'e' && c != 'E' && !exponentSign) {
                break;
            }
            position++;
        }
        return TokenKind.NUMBER;
    }

    private TokenKind readString(boolean backslashEscapes) {
        int opening = position;
        int openingLine = line;
        int openingColumn = position - lineStart + 1;
        position = opening + 1;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\'') {
                position++;
                if (!startsWith("'")) {
                    return TokenKind.STRING;
                }
            } else if (c == '\\' && backslashEscapes && position + 1 < text.length()) {
                position++;
            }
            step();
        }
        throw ParserMessages.unclosedString().at(openingLine, openingColumn);
    }

    private TokenKind readQuotedName(char quote) {
        int opening = position;
        for (position = opening + 1; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '\n' || c == '\r') {
                break;
            }
            if (c == quote) {
                boolean doubled = position + 1 < text.length() && text.charAt(position + 1) == quote;
                if (!doubled && position == opening + 1) {
                    throw ParserMessages.emptyName().at(line, opening - lineStart + 1);
                }
                position++;
                if (!doubled) {
                    return TokenKind.QUOTED_NAME;
                }
            }
        }
        throw ParserMessages.unclosedName(quote).at(line, opening - lineStart + 1);
    }

    private void skipBlanksAndComments() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                step();
            } else if (startsWith("--") || startsWith("//")) {
                skipLine();
            } else if (startsWith("/*") && !startsWith("/*+")) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (position < text.length() && text.charAt(position) != '\n' && text.charAt(position) != '\r') {
            position++;
        }
    }

    private void skipComment() {
        int openingLine = line;
        int openingColumn = position - lineStart + 1;
        int end = text.indexOf("*/", position + 2);
        if (end < 0) {
            throw ParserMessages.unclosedComment().at(openingLine, openingColumn);
        }
        while (position < end + 2) {
            step();
        }
    }

    /** One character on, counting lines as the generated lexer does: after LF, and after CR without LF. */
    private void step() {
        if (position >= text.length()) {
            return;
        }
        char c = text.charAt(position++);
        if (c == '\n' || (c == '\r' && !startsWith("\n"))) {
            line++;
            lineStart = position;
        }
    }

    private boolean startsWith(String prefix) {
        return text.startsWith(prefix, position);
    }

    private static boolean isWordStart(char c) {
        return c == '_' || c == '$' || Character.isLetter(c);
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || Character.isDigit(c);
    }
}
