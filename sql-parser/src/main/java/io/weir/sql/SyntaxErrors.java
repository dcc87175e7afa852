package io.weir.sql;

import io.weir.spi.error.WeirException;
import io.weir.spi.error.WeirException.Position;
import io.weir.sql.parser.ParserMessages;
import io.weir.sql.parser.impl.ParseException;
import io.weir.sql.parser.impl.Token;
import io.weir.sql.parser.impl.TokenMgrError;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;

/** Turns what the generated parser throws into a message that a person can act on. */
final class SyntaxErrors {
    private static final Pattern NO_INTEGER = Pattern.compile("Literal '(.*)' can not be parsed to type '.*Integer'");

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
            return CharacterErrors.translate(e, sql);
        }
        if (thrown instanceof CalciteContextException e) {
            return brokenRule(e);
        }
        return ParserMessages.unreadable(thrown);
    }

    private WeirException unexpectedToken(ExpectedTokens tokens) {
        Token found = tokens.found();
        String foundPhrase = tokens.atEnd() ? "the end of the statement" : '"' + Phrases.shorten(found.image) + '"';
        String expected =
                tokens.followsSetOperator() ? "a query" : ExpectedPhrase.of(tokens.images(), Keywords.NON_RESERVED);
        Position position =
                tokens.atEnd() ? Places.of(sql, sql.length()) : new Position(found.beginLine, found.beginColumn);
        WeirException error = ParserMessages.expected(expected, foundPhrase).at(position.line(), position.column());
        String hint = new SyntaxHints(tokens, statement).hint();
        return hint == null ? error : error.withHint(hint);
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
        } else if (message.startsWith("Expecting alias, found character literal")) {
            translated = ParserMessages.stringAsName();
        } else if (NO_INTEGER.matcher(message).matches()) {
            translated = ParserMessages.noInteger(NO_INTEGER.matcher(message).replaceFirst("$1"));
        } else {
            translated = ParserMessages.rule(Phrases.asPrimary(message));
        }
        return translated.at(Math.max(1, error.getPosLine()), Math.max(1, error.getPosColumn()));
    }
}
