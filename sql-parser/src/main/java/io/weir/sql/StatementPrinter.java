package io.weir.sql;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;

/**
 * Writes statements as SQL that reads back to an equal statement: for SHOW CREATE, the catalog, and messages. Names are
 * quoted where they have to be. The one exception is a secret, whose value is masked.
 */
public final class StatementPrinter {
    private static final SqlDialect DIALECT = new PrintingDialect();
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private StatementPrinter() {}

    public static String print(SqlNode node) {
        PrintingWriter writer = new PrintingWriter(SqlPrettyWriter.config()
                .withDialect(DIALECT)
                .withQuoteAllIdentifiers(false)
                .withAlwaysUseParentheses(false)
                .withSelectListItemsOnSeparateLines(false)
                .withUpdateSetListNewline(false)
                .withIndentation(2)
                .withLineFolding(SqlWriterConfig.LineFolding.WIDE));
        node.unparse(writer, 0, 0);
        return writer.toString().strip();
    }

    /** The name as it has to be written in a statement: as it is, or in double quotes. */
    public static String quoted(String name) {
        return isPlain(name) ? name : DIALECT.quoteIdentifier(name);
    }

    /** Whether the name reads back as itself without quotes. */
    static boolean isPlain(String name) {
        return PLAIN_NAME.matcher(name).matches() && !Keywords.RESERVED.contains(name.toUpperCase(Locale.ROOT));
    }
}
