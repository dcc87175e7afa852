package io.weir.server.sys;

import io.weir.planner.expression.WeirOperatorTable;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlTableFunction;

/** The functions that statements can call, for people and tools. */
public final class Functions {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    private Functions() {}

    /** Each name once, ascending. */
    public static List<InformationSchema.Function> list() {
        return WeirOperatorTable.instance().getOperatorList().stream()
                .filter(SqlFunction.class::isInstance)
                .filter(operator -> NAME.matcher(operator.getName()).matches())
                .map(operator -> new InformationSchema.Function(
                        operator.getName(), operator instanceof SqlTableFunction ? "TABLE FUNCTION" : "FUNCTION"))
                .distinct()
                .sorted(Comparator.comparing(InformationSchema.Function::name))
                .toList();
    }
}
