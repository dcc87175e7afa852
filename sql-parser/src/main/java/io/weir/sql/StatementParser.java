package io.weir.sql;

import io.weir.spi.error.WeirException;
import io.weir.spi.error.WeirException.Position;
import io.weir.sql.parser.ParserMessages;
import io.weir.sql.parser.impl.TokenMgrError;
import io.weir.sql.parser.impl.WeirSqlParserImpl;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.LexicalState;
import org.apache.calcite.util.SourceStringReader;

/**
 * Reads SQL text.
 *
 * <p>Names may be quoted with double quotes or back-ticks; they keep their case. Strings are in single quotes. Comments
 * are {@code -- to the end of the line} and between the usual slashes and stars.
 *
 * <p>Thread-safe; a call keeps no state. Reading is bounded in space and nearly linear in time: a statement has at most
 * 2^20 characters and 400,000 tokens, brackets and CASE nest at most 256 deep, and the resulting tree is at most 2,000
 * deep. On a thread with too small a stack the deepest of these end in SQLSTATE 54001, as an exception and not as a
 * {@link StackOverflowError}; 4 MB are enough.
 */
public final class StatementParser {
    private static final int NAME_LENGTH = 300;
    private static final Pattern STATEMENT_SET =
            Pattern.compile("\\s*(EXECUTE\\s+|BEGIN\\s+)STATEMENT\\s+SET\\b", Pattern.CASE_INSENSITIVE);

    private final ParserLimits limits;

    public StatementParser() {
        this(ParserLimits.DEFAULT);
    }

    StatementParser(ParserLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads one statement; semicolons after it are ignored.
     *
     * @throws WeirException if the text is not one statement, at its line and column
     */
    public ParsedStatement parse(String sql) {
        checkLength(sql);
        List<StatementText> statements = new StatementSplitter(sql, limits).split();
        if (statements.isEmpty()) {
            throw ParserMessages.emptyStatement();
        }
        if (statements.size() > 1) {
            StatementText first = statements.get(0);
            checkStatementSet(sql.substring(first.start(), first.end()), first.line(), first.column());
            StatementText second = statements.get(1);
            throw ParserMessages.severalStatements().at(second.line(), second.column());
        }
        StatementText only = statements.get(0);
        return read(sql.substring(0, only.end()), only, 1, 1);
    }

    /**
     * Reads the statements of a script, separated by semicolons.
     *
     * @return in the order of the script; empty if there is nothing but blanks and comments
     * @throws WeirException for the first statement that cannot be read, at its line and column in the script
     */
    public List<ParsedStatement> parseScript(String script) {
        checkLength(script);
        List<ParsedStatement> parsed = new ArrayList<>();
        for (StatementText statement : new StatementSplitter(script, limits).split()) {
            String sql = script.substring(statement.start(), statement.end());
            try {
                parsed.add(read(sql, statement, statement.line(), statement.column()));
            } catch (WeirException e) {
                throw inScript(e, statement);
            }
        }
        return parsed;
    }

    /**
     * Whether the text ends between AS BEGIN and its END, so that a semicolon there does not end the statement: for
     * shells, which must know when to ask for another line.
     *
     * @throws WeirException if the text is too large for a statement
     */
    public boolean endsInBlock(String text) {
        checkLength(text);
        return new StatementSplitter(text, limits).endsInBlock();
    }

    /** The words that are names only when they are quoted, in upper case and ascending. */
    public static Set<String> reservedWords() {
        return Collections.unmodifiableSet(Keywords.RESERVED);
    }

    private void checkLength(String text) {
        if (text.length() > limits.scriptCharacters()) {
            throw ParserMessages.scriptTooLarge(limits.scriptCharacters());
        }
    }

    /** Flink's form, which the semicolons inside cut into several statements. */
    private static void checkStatementSet(String sql, int line, int column) {
        if (STATEMENT_SET.matcher(sql).lookingAt()) {
            throw ParserMessages.statementSet().at(line, column);
        }
    }

    private ParsedStatement read(String sql, StatementText statement, int line, int column) {
        checkStatementSet(sql, 1, 1);
        FirstWord.check(sql);
        try {
            WeirSqlParserImpl parser = parser(sql);
            SqlNode node = parser.parseSqlStmtEof();
            new TreeDepth(limits.treeDepth()).check(node);
            StatementRewriter rewriter = new StatementRewriter();
            SqlNode rewritten = rewriter.rewrite(node);
            return new ParsedStatement(sql, line, column, rewritten, rewriter.foundStream(), rewriter.parameterCount());
        } catch (StackOverflowError e) {
            throw ParserMessages.stackExhausted();
        } catch (Exception | TokenMgrError | AssertionError e) {
            throw SyntaxErrors.translate(e, sql, statement);
        }
    }

    private static WeirSqlParserImpl parser(String sql) {
        WeirSqlParserImpl parser = (WeirSqlParserImpl) WeirSqlParserImpl.FACTORY.getParser(new SourceStringReader(sql));
        parser.setTabSize(1);
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setUnquotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(NAME_LENGTH);
        parser.setConformance(ParserConformance.INSTANCE);
        parser.switchTo(LexicalState.DQID);
        return parser;
    }

    /** The same error, at its place in the script instead of that in the statement. */
    private static WeirException inScript(WeirException error, StatementText statement) {
        Position position = error.position();
        if (position == null) {
            return error.at(statement.line(), statement.column());
        }
        int line = position.line() + statement.line() - 1;
        int column = position.line() == 1 ? position.column() + statement.column() - 1 : position.column();
        WeirException moved = new WeirException(error.code(), error.primary(), error).at(line, column);
        String detail = error.detail();
        String hint = error.hint();
        moved = detail == null ? moved : moved.withDetail(detail);
        return hint == null ? moved : moved.withHint(hint);
    }
}
