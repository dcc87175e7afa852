package io.weir.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code SUM(x) FILTER (WHERE c) OVER w}, which Calcite refuses, as {@code SUM(CASE WHEN c THEN x END) OVER w}: the same
 * for every aggregate that passes over NULL. Others are left for the validator to refuse.
 */
final class FilteredWindowAggregates {
    private static final Set<String> WITHOUT_NULLS = Set.of(
            "COUNT",
            "SUM",
            "AVG",
            "MIN",
            "MAX",
            "STDDEV",
            "STDDEV_POP",
            "STDDEV_SAMP",
            "VARIANCE",
            "VAR_POP",
            "VAR_SAMP",
            "COVAR_POP",
            "COVAR_SAMP",
            "BIT_AND",
            "BIT_OR",
            "BIT_XOR",
            "EVERY",
            "SOME",
            "BOOL_AND",
            "BOOL_OR");

    private FilteredWindowAggregates() {}

    static boolean isOne(SqlCall call) {
        return call.getKind() == SqlKind.OVER
                && call.operand(0) instanceof SqlCall filter
                && filter.getKind() == SqlKind.FILTER
                && filter.operand(0) instanceof SqlCall aggregate
                && aggregate.operandCount() > 0
                && WITHOUT_NULLS.contains(aggregate.getOperator().getName().toUpperCase(Locale.ROOT));
    }

    /** @param over for which {@link #isOne} */
    static SqlNode withoutFilter(SqlCall over) {
        SqlCall filter = over.operand(0);
        SqlCall aggregate = filter.operand(0);
        List<SqlNode> arguments = new ArrayList<>(aggregate.getOperandList());
        arguments.set(0, argument(filter.operand(1), aggregate.operand(0)));
        SqlNode filtered = aggregate
                .getOperator()
                .createCall(aggregate.getFunctionQuantifier(), aggregate.getParserPosition(), arguments);
        return over.getOperator().createCall(over.getParserPosition(), filtered, over.operand(1));
    }

    /** Of COUNT(*) any value will do. */
    private static SqlNode argument(SqlNode condition, SqlNode given) {
        SqlParserPos position = given.getParserPosition();
        boolean isStar = given instanceof SqlIdentifier name && name.isStar();
        SqlNode value = isStar ? SqlLiteral.createExactNumeric("1", position) : given;
        return new SqlCase(
                position, null, SqlNodeList.of(condition), SqlNodeList.of(value), SqlLiteral.createNull(position));
    }
}
