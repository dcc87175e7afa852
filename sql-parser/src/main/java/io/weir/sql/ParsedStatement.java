package io.weir.sql;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.sql.SqlNode;

/**
 * A statement as it was read.
 *
 * @param sql the text the node's positions refer to, both counted from 1
 * @param line where the text starts in the script it came from; 1 if it came alone
 * @param column as {@code line}
 * @param node one of {@code io.weir.sql.statement}, or Calcite's for queries, INSERT, UPDATE, DELETE and MERGE. Without
 *     STREAM, {@code ::} and PARTITION BY in SESSION, which are already rewritten
 * @param streaming whether it said SELECT STREAM: the result goes on as long as its inputs do
 * @param parameterCount how many {@code ?} it has
 */
public record ParsedStatement(String sql, int line, int column, SqlNode node, boolean streaming, int parameterCount) {
    public ParsedStatement {
        requireNonNull(sql, "sql is null");
        requireNonNull(node, "node is null");
    }

    /** Without the text: a statement may contain a secret. */
    @Override
    public String toString() {
        return "ParsedStatement[" + StatementPrinter.print(node) + "]";
    }
}
