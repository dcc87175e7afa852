package io.weir.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.Litmus;

/** What the tests of this package share. */
final class Parsing {
    private static final StatementParser PARSER = new StatementParser();

    private Parsing() {}

    static ParsedStatement parse(String sql) {
        return PARSER.parse(sql);
    }

    /** The statement, after checking that what is printed for it reads back to an equal statement. */
    static SqlNode roundTrip(String sql) {
        SqlNode node = parse(sql).node();
        String printed = StatementPrinter.print(node);
        SqlNode again = parse(printed).node();
        boolean equal = again.equalsDeep(node, Litmus.IGNORE);
        // The specification of TABLESAMPLE has no equality.
        boolean sameSample =
                printed.contains("TABLESAMPLE") && StatementPrinter.print(again).equals(printed);
        assertThat(equal || sameSample)
                .as("%s%n is printed as %n%s%n which is read as %n%s", sql, printed, StatementPrinter.print(again))
                .isTrue();
        return node;
    }

    static <T extends SqlNode> T roundTrip(Class<T> type, String sql) {
        SqlNode node = roundTrip(sql);
        assertThat(node).isInstanceOf(type);
        return type.cast(node);
    }

    /** How the statement is printed, after the check of {@link #roundTrip(String)}. */
    static String printed(String sql) {
        return StatementPrinter.print(roundTrip(sql));
    }
}
