package io.weir.sql;

import io.weir.sql.parser.ParserMessages;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Refuses text that starts with no statement's first word. The grammar would read any word there as the beginning of an
 * expression and complain much later.
 */
final class FirstWord {
    private static final List<String> KNOWN = List.of(
            "SELECT",
            "WITH",
            "VALUES",
            "TABLE",
            "INSERT",
            "UPSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "CREATE",
            "DROP",
            "ALTER",
            "STOP",
            "SET",
            "RESET",
            "SHOW",
            "DESCRIBE",
            "DESC",
            "EXPLAIN",
            "KILL");

    private FirstWord() {}

    static void check(String sql) {
        SqlScanner scanner = new SqlScanner(sql);
        scanner.next();
        if (!isKnown(scanner)) {
            String word = scanner.image();
            throw ParserMessages.unknownStatement(
                            Phrases.shorten(word), SyntaxHints.nearest(word, new TreeSet<>(KNOWN)), KNOWN)
                    .at(scanner.line(), scanner.column());
        }
    }

    private static boolean isKnown(SqlScanner scanner) {
        return scanner.kind() == TokenKind.WORD
                ? KNOWN.contains(scanner.image().toUpperCase(Locale.ROOT))
                : scanner.symbol() == '(';
    }
}
