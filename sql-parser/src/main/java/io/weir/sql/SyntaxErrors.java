package io.weir.sql;

import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import io.weir.spi.error.WeirException.Position;
import io.weir.sql.StatementText.Bracket;
import io.weir.sql.parser.Grammar;
import io.weir.sql.parser.ParserMessages;
import io.weir.sql.parser.impl.ParseException;
import io.weir.sql.parser.impl.Token;
import io.weir.sql.parser.impl.TokenMgrError;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.jspecify.annotations.Nullable;

/** Turns what the generated parser throws into a message that a person can act on. */
final class SyntaxErrors {
    private static final Pattern LEXICAL = Pattern.compile("(?s)Lexical error at line (\\d+), column (\\d+).*");
    private static final int MIN_GUESSED_LENGTH = 4;

    private final String sql;
    private final StatementText statement;

    private SyntaxErrors(String sql, StatementText statement) {
        this.sql = sql;
        this.statement = statement;
    }

    /**
     * @param sql what was parsed
     * @param statement what the splitter saw of it
     */
    static WeirException translate(Throwable thrown, String sql, StatementText statement) {
        SyntaxErrors errors = new SyntaxErrors(sql, statement);
        if (thrown instanceof WeirException known) {
            return known;
        }
        if (thrown instanceof ParseException e && e.currentToken != null && e.expectedTokenSequences != null) {
            return errors.unexpectedToken(ExpectedTokens.of(e));
        }
        if (thrown instanceof TokenMgrError e) {
            return errors.unexpectedCharacter(e);
        }
        if (thrown instanceof CalciteContextException e) {
            return brokenRule(e);
        }
        return ParserMessages.unreadable(thrown);
    }

    private WeirException unexpectedToken(ExpectedTokens tokens) {
        Token found = tokens.found();
        String foundPhrase = tokens.atEnd() ? "the end of the statement" : '"' + Phrases.shorten(found.image) + '"';
        WeirException error = ParserMessages.expected(
                        ExpectedPhrase.of(tokens.images(), Keywords.NON_RESERVED), foundPhrase)
                .at(found.beginLine, found.beginColumn);
        if (tokens.atEnd()) {
            Position end = endOfText();
            error = ParserMessages.expected(ExpectedPhrase.of(tokens.images(), Keywords.NON_RESERVED), foundPhrase)
                    .at(end.line(), end.column());
        }
        String hint = hint(tokens);
        return hint == null ? error : error.withHint(hint);
    }

    private @Nullable String hint(ExpectedTokens tokens) {
        Bracket unclosed = statement.unclosed();
        if (tokens.atEnd() && unclosed != null) {
            return "The \"" + unclosed.symbol() + "\" at " + unclosed.position().line() + ":"
                    + unclosed.position().column() + " is not closed.";
        }
        Token found = tokens.found();
        if (isUnopened(found)) {
            return "This \"" + found.image + "\" closes nothing.";
        }
        String misspelt = misspelling(tokens);
        if (misspelt != null) {
            return misspelt;
        }
        if (found.image.startsWith("\"") && tokens.has("<QUOTED_STRING>") && !tokens.has("<IDENTIFIER>")) {
            return "Strings are written in single quotes; double quotes are for names.";
        }
        if (tokens.has("<IDENTIFIER>") && Keywords.RESERVED.contains(found.image.toUpperCase(Locale.ROOT))) {
            return "\"" + found.image + "\" is a reserved word; as a name it is written in double quotes.";
        }
        if (tokens.has(",") && startsElement(found)) {
            return "Is there a comma missing before it?";
        }
        return null;
    }

    private boolean isUnopened(Token found) {
        Bracket unopened = statement.unopened();
        return unopened != null
                && found.image.length() == 1
                && found.image.charAt(0) == unopened.symbol()
                && tokensIndexIsAt(found, unopened);
    }

    private boolean tokensIndexIsAt(Token found, Bracket bracket) {
        // In a script the bracket's place counts from the start of the script, the token's from the start of the
        // statement.
        int line = bracket.position().line();
        int column = bracket.position().column();
        boolean alone = found.beginLine == line && found.beginColumn == column;
        int firstLine = statement.line();
        int firstColumn = statement.column();
        boolean inScript = found.beginLine + firstLine - 1 == line
                && (found.beginLine > 1 ? found.beginColumn : found.beginColumn + firstColumn - 1) == column;
        return alone || inScript;
    }

    /** A keyword that was nearly written: at this place, or just before it, where it was taken for a name (SELECT a FORM t). */
    private @Nullable String misspelling(ExpectedTokens tokens) {
        Set<String> keywords = new TreeSet<>();
        for (String image : tokens.images()) {
            boolean alsoName = tokens.has("<IDENTIFIER>") && Keywords.NON_RESERVED.contains(image);
            if (Grammar.isWord(image) && image.length() >= MIN_GUESSED_LENGTH - 1 && !alsoName) {
                keywords.add(image);
            }
        }
        for (Token token : candidates(tokens)) {
            if (Grammar.isWord(token.image)
                    && token.image.length() >= MIN_GUESSED_LENGTH
                    && !Keywords.isKeyword(token.image)) {
                String near = NearestName.of(token.image, keywords).orElse(null);
                if (near != null) {
                    return token == tokens.found()
                            ? "Did you mean " + near + "?"
                            : "Did you mean " + near + " instead of \"" + token.image + "\"?";
                }
            }
        }
        return null;
    }

    private static List<Token> candidates(ExpectedTokens tokens) {
        Token previous = tokens.previous();
        return previous == null || previous.image == null ? List.of(tokens.found()) : List.of(tokens.found(), previous);
    }

    private static boolean startsElement(Token found) {
        return !found.image.isEmpty()
                && (Character.isLetterOrDigit(found.image.charAt(0)) || "'\"`".indexOf(found.image.charAt(0)) >= 0)
                && !Keywords.RESERVED.contains(found.image.toUpperCase(Locale.ROOT));
    }

    private Position endOfText() {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\n' || (c == '\r' && !sql.startsWith("\n", i + 1))) {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(line, sql.length() - lineStart + 1);
    }

    private WeirException unexpectedCharacter(TokenMgrError error) {
        Matcher matcher = LEXICAL.matcher(String.valueOf(error.getMessage()));
        if (!matcher.matches()) {
            return ParserMessages.unreadable(error);
        }
        int line = Integer.parseInt(matcher.group(1));
        int column = Integer.parseInt(matcher.group(2));
        return CharacterErrors.at(sql, line, column);
    }

    /** Rules that the grammar's actions check. Calcite's words are kept, in the form of Weir's messages. */
    private static WeirException brokenRule(CalciteContextException error) {
        Throwable cause = error.getCause();
        String message = String.valueOf(cause == null ? error.getMessage() : cause.getMessage());
        WeirException translated;
        if (message.startsWith("Query expression encountered in illegal context")) {
            translated = ParserMessages.queryNotAllowed();
        } else if (message.startsWith("Non-query expression encountered in illegal context")) {
            translated = ParserMessages.queryWanted();
        } else {
            String plain = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
            translated = ParserMessages.rule(
                    plain.isEmpty() ? plain : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1));
        }
        return translated.at(Math.max(1, error.getPosLine()), Math.max(1, error.getPosColumn()));
    }
}
