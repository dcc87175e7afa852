package io.weir.sql;

import io.weir.spi.error.WeirException.Position;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement stands in a script, and what the splitter saw of its brackets.
 *
 * @param start index of its first token
 * @param end index after its last token, before the semicolon
 * @param line of its first token
 * @param column of its first token
 * @param unclosed the innermost bracket that is not closed
 * @param unopened the first closing bracket that closes nothing
 */
record StatementText(
        int start,
        int end,
        int line,
        int column,
        @Nullable Bracket unclosed,
        @Nullable Bracket unopened) {

    /** A bracket and its place in the script. */
    record Bracket(char symbol, Position position) {}
}
