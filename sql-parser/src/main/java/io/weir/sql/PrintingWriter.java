package io.weir.sql;

import java.util.Set;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;
import org.jspecify.annotations.Nullable;

/** Calcite's writer, but for quotes around names and parentheses around queries. */
final class PrintingWriter extends SqlPrettyWriter {
    private static final Set<String> CONDITIONS = Set.of("WHERE", "HAVING", "QUALIFY", "ON");

    private boolean atCondition;

    PrintingWriter(SqlWriterConfig config) {
        super(config);
    }

    @Override
    public void identifier(String name, boolean quoted) {
        super.identifier(name, !StatementPrinter.isPlain(name));
    }

    /** ASYMMETRIC is what BETWEEN means anyway. */
    @Override
    public void sep(String separator, boolean printFirst) {
        if (!separator.equals("ASYMMETRIC")) {
            super.sep(separator, printFirst);
            atCondition = CONDITIONS.contains(separator);
        }
    }

    @Override
    public void keyword(String keyword) {
        super.keyword(keyword);
        atCondition |= CONDITIONS.contains(keyword); // goes on over NOT and EXISTS
    }

    @Override
    public Frame startList(@Nullable FrameType type, String open, String close) {
        atCondition = false;
        return super.startList(type, open, close);
    }

    /**
     * A query that is itself a condition, {@code WHERE (SELECT ...)}, needs parentheses, which Calcite would leave out.
     */
    @Override
    public boolean inQuery() {
        return !atCondition && super.inQuery();
    }
}
