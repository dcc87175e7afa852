package io.weir.sql;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;

/**
 * Writes statements as SQL that reads back to an equal statement: for SHOW CREATE, the catalog, and messages. Names are quoted where they
 * have to be. The one exception is a secret, whose value is masked.
 */
public final class StatementPrinter {
    private static final SqlDialect DIALECT = new PrintingDialect();
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private StatementPrinter() {}

    public static String print(SqlNode node) {
        NameQuotingWriter writer = new NameQuotingWriter(SqlPrettyWriter.config()
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

    private static boolean isPlain(String name) {
        return PLAIN_NAME.matcher(name).matches() && !Keywords.RESERVED.contains(name.toUpperCase(Locale.ROOT));
    }

    private static final class NameQuotingWriter extends SqlPrettyWriter {
        NameQuotingWriter(SqlWriterConfig config) {
            super(config);
        }

        /** ASYMMETRIC is what BETWEEN means anyway. */
        @Override
        public void sep(String separator, boolean printFirst) {
            if (!separator.equals("ASYMMETRIC")) {
                super.sep(separator, printFirst);
            }
        }

        @Override
        public void identifier(String name, boolean quoted) {
            super.identifier(name, !isPlain(name));
        }
    }
}
