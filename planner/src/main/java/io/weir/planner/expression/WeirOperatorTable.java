package io.weir.planner.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;

/**
 * All operators and functions that SQL has here: Calcite's standard ones, chosen ones from the libraries of other databases, and Weir's
 * own. An allow-list: what can read files, the environment or XML is not in it. docs/sql/functions.md is written from this table.
 */
public final class WeirOperatorTable {
    /** Standard operators that are left out, because Weir's own take their place or because nothing in a stream calls for them. */
    private static final Set<String> LEFT_OUT = Set.of();

    private static final SqlOperatorTable INSTANCE = SqlOperatorTables.of(operators());

    private WeirOperatorTable() {}

    public static SqlOperatorTable instance() {
        return INSTANCE;
    }

    private static List<SqlOperator> operators() {
        List<SqlOperator> operators = new ArrayList<>();
        for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
            if (!LEFT_OUT.contains(operator.getName().toUpperCase(Locale.ROOT))) {
                operators.add(operator);
            }
        }
        return operators;
    }
}
