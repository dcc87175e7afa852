package io.weir.sql;

import io.weir.spi.error.WeirException.Position;
import io.weir.sql.StatementText.Bracket;
import io.weir.sql.parser.ParserMessages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text at the semicolons between statements, and refuses what is too large for the parser before the parser sees
 * it.
 *
 * <p>A semicolon does not end a statement inside strings, names and comments, nor between AS BEGIN and its END.
 */
final class StatementSplitter {
    private static final String CLOSING = ")]}";

    private final SqlScanner scanner;
    private final ParserLimits limits;
    private final List<StatementText> statements = new ArrayList<>();
    private final Deque<Bracket> open = new ArrayDeque<>();
    private @Nullable Bracket unopened;
    private @Nullable Position blockStart;
    private int openCases;
    private int tokenCount;
    private int start;
    private int end;
    private int line;
    private int column;

    StatementSplitter(String text, ParserLimits limits) {
        this.scanner = new SqlScanner(text);
        this.limits = limits;
    }

    /** The statements that are not empty, in order. */
    List<StatementText> split() {
        scan();
        if (blockStart != null) {
            throw ParserMessages.unclosedBlock().at(blockStart.line(), blockStart.column());
        }
        return statements;
    }

    /** Whether the text ends between AS BEGIN and its END. */
    boolean endsInBlock() {
        scan();
        return blockStart != null;
    }

    private void scan() {
        boolean afterAs = false;
        while (scanner.next() != TokenKind.END) {
            if (scanner.symbol() == ';' && blockStart == null) {
                finish();
                continue;
            }
            if (tokenCount == 0) {
                start = scanner.start();
                line = scanner.line();
                column = scanner.column();
            }
            count();
            if (scanner.kind() == TokenKind.WORD) {
                word(afterAs);
                afterAs = scanner.isWord("AS");
            } else {
                afterAs = false;
                bracket(scanner.symbol());
            }
        }
        finish();
    }

    private void count() {
        tokenCount++;
        end = scanner.end();
        if (tokenCount > limits.tokens()) {
            throw ParserMessages.tooManyTokens(limits.tokens()).at(scanner.line(), scanner.column());
        }
        if (end - start > limits.characters()) {
            throw ParserMessages.tooLarge(limits.characters()).at(line, column);
        }
    }

    private void word(boolean afterAs) {
        if (scanner.isWord("CASE")) {
            openCases++;
            checkDepth();
        } else if (scanner.isWord("BEGIN") && afterAs) {
            blockStart = here();
            openCases = 0;
        } else if (scanner.isWord("END")) {
            if (openCases > 0) {
                openCases--;
            } else {
                blockStart = null;
            }
        }
    }

    private void bracket(char symbol) {
        if (symbol == '(' || symbol == '[' || symbol == '{') {
            open.push(new Bracket(symbol, here()));
            checkDepth();
        } else if (CLOSING.indexOf(symbol) >= 0) {
            if (open.isEmpty()) {
                unopened = unopened == null ? new Bracket(symbol, here()) : unopened;
            } else {
                open.pop();
            }
        }
    }

    private void checkDepth() {
        if (open.size() + openCases > limits.nesting()) {
            throw ParserMessages.nestedTooDeep(limits.nesting()).at(scanner.line(), scanner.column());
        }
    }

    private Position here() {
        return new Position(scanner.line(), scanner.column());
    }

    private void finish() {
        if (tokenCount > 0) {
            statements.add(new StatementText(start, end, line, column, open.peek(), unopened));
        }
        open.clear();
        unopened = null;
        openCases = 0;
        tokenCount = 0;
    }
}
