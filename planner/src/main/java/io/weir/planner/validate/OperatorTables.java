package io.weir.planner.validate;

import io.weir.planner.expression.WeirOperatorTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/**
 * All functions that a statement can call: those of {@link WeirOperatorTable}, with Weir's window table functions
 * instead of Calcite's. Immutable.
 */
final class OperatorTables implements SqlOperatorTable {
    /** Two functions of one name would make the look-up of either ambiguous. */
    private static final Set<String> REPLACED = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

    private static final OperatorTables INSTANCE = new OperatorTables();

    private final Map<String, List<SqlOperator>> byName = new LinkedHashMap<>();

    private OperatorTables() {
        add(WindowTableFunction.TUMBLE);
        add(WindowTableFunction.HOP);
        add(WindowTableFunction.CUMULATE);
        add(WindowTableFunction.SESSION);
        for (SqlOperator operator : WeirOperatorTable.instance().getOperatorList()) {
            boolean isReplaced =
                    operator instanceof SqlWindowTableFunction && REPLACED.contains(key(operator.getName()));
            if (!isReplaced) {
                add(operator);
            }
        }
    }

    private void add(SqlOperator operator) {
        byName.computeIfAbsent(key(operator.getName()), name -> new ArrayList<>())
                .add(operator);
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    static SqlOperatorTable instance() {
        return INSTANCE;
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return byName.values().stream().flatMap(List::stream).toList();
    }

    /** Calcite's own table for lists finds no COUNT(*), whose syntax is a family of its own. */
    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            @Nullable SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher nameMatcher) {
        if (!name.isSimple()) {
            return;
        }
        for (SqlOperator operator : byName.getOrDefault(key(name.getSimple()), List.of())) {
            boolean hasSyntax = operator.getSyntax() == syntax
                    || operator.getSyntax().family == syntax.family
                    || (syntax == SqlSyntax.FUNCTION && operator instanceof SqlFunction);
            boolean hasCategory = category == null
                    || category.isUserDefinedNotSpecificFunction()
                    || (operator instanceof SqlFunction function && function.getFunctionType() == category)
                    || (!(operator instanceof SqlFunction) && category == SqlFunctionCategory.SYSTEM);
            if (hasSyntax && hasCategory) {
                found.add(operator);
            }
        }
    }
}
