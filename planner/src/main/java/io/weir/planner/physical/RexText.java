package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Row expressions as text, columns by name or by meaning; near to the SQL they come from. */
final class RexText {
    private final RexBuilder rexBuilder;
    private final IntFunction<String> column;
    private final boolean exact;

    /**
     * @param exact with everything that makes a difference to the result (types of casts and literals); otherwise for
     *     people
     */
    private RexText(RexBuilder rexBuilder, IntFunction<String> column, boolean exact) {
        this.rexBuilder = rexBuilder;
        this.column = column;
        this.exact = exact;
    }

    /** For people. */
    static String describe(RexNode node, RexBuilder rexBuilder, List<String> names) {
        return new RexText(rexBuilder, names::get, false).text(node);
    }

    /** For ids. */
    static String meaning(RexNode node, RexBuilder rexBuilder, List<String> columns) {
        return new RexText(rexBuilder, columns::get, true).text(node);
    }

    private String text(RexNode node) {
        if (node instanceof RexInputRef ref) {
            return column.apply(ref.getIndex());
        }
        if (node instanceof RexLiteral literal) {
            return literal(literal);
        }
        if (node instanceof RexCall call) {
            return call(call);
        }
        return node.toString();
    }

    private String literal(RexLiteral literal) {
        String text = literal.toString();
        int type = text.indexOf(':');
        boolean isText = literal.getType().getSqlTypeName() == SqlTypeName.CHAR
                || literal.getType().getSqlTypeName() == SqlTypeName.VARCHAR;
        if (exact) {
            return literal.isNull() ? "NULL:" + literal.getType() : text;
        }
        if (isText && !literal.isNull()) {
            return "'" + literal.getValueAs(String.class) + "'";
        }
        if (SqlTypeUtil.isInterval(literal.getType()) && !literal.isNull()) {
            BigDecimal value = requireNonNull(literal.getValueAs(BigDecimal.class));
            boolean isMonths = literal.getType().getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_YEAR_MONTH;
            return isMonths
                    ? value + " months"
                    : WindowSpecification.duration(value.movePointRight(3).longValue());
        }
        boolean isTime = SqlTypeUtil.isDatetime(literal.getType());
        return type > 0 && !isTime ? text.substring(0, type) : text.replaceAll(":(DATE|TIME|TIMESTAMP).*$", "");
    }

    private String call(RexCall call) {
        List<RexNode> operands = call.getOperands();
        if (call.getKind() == SqlKind.SEARCH) {
            return text(RexUtil.expandSearch(rexBuilder, null, call));
        }
        if (call.getKind() == SqlKind.CAST) {
            return cast(call);
        }
        if (call.getKind() == SqlKind.CASE) {
            return caseText(operands);
        }
        boolean isTimeArithmetic = call.getOperator().equals(SqlStdOperatorTable.MINUS_DATE)
                || call.getOperator().equals(SqlStdOperatorTable.DATETIME_PLUS);
        if (!exact && isTimeArithmetic && operands.size() == 2) {
            String sign = call.getOperator().equals(SqlStdOperatorTable.MINUS_DATE) ? " - " : " + ";
            return operand(operands.get(0)) + sign + operand(operands.get(1));
        }
        if (call.getOperator() instanceof SqlLikeOperator && operands.size() == 2) {
            return operand(operands.get(0)) + " " + call.getOperator().getName() + " " + operand(operands.get(1));
        }
        if (call.getOperator() instanceof SqlBinaryOperator && operands.size() >= 2) {
            return operands.stream()
                    .map(this::operand)
                    .collect(Collectors.joining(" " + call.getOperator().getName() + " "));
        }
        if (call.getOperator() instanceof SqlPostfixOperator) {
            return operand(operands.get(0)) + " " + call.getOperator().getName();
        }
        if (call.getOperator() instanceof SqlPrefixOperator) {
            return call.getOperator().getName() + " " + operand(operands.get(0));
        }
        if (call.getKind() == SqlKind.DESCRIPTOR) {
            return operands.stream().map(this::text).collect(Collectors.joining(", "));
        }
        String arguments = operands.stream().map(this::text).collect(Collectors.joining(", "));
        return call.getOperator().getName() + "(" + arguments + ")" + (exact ? ":" + call.getType() : "");
    }

    private String cast(RexCall call) {
        RexNode operand = call.getOperands().get(0);
        RelDataType to = call.getType();
        if (!exact && to.getSqlTypeName() == operand.getType().getSqlTypeName()) {
            return text(operand);
        }
        return "CAST(" + text(operand) + " AS " + (exact ? to.getFullTypeString() : to.toString()) + ")";
    }

    private String caseText(List<RexNode> operands) {
        StringBuilder text = new StringBuilder("CASE");
        int i = 0;
        for (; i + 1 < operands.size(); i += 2) {
            text.append(" WHEN ").append(text(operands.get(i))).append(" THEN ").append(text(operands.get(i + 1)));
        }
        return text.append(" ELSE ")
                .append(text(operands.get(i)))
                .append(" END")
                .toString();
    }

    /** In brackets if it is an operation itself. */
    private String operand(RexNode operand) {
        boolean isOperation = operand instanceof RexCall call
                && call.getKind() != SqlKind.CAST
                && (call.getOperator() instanceof SqlBinaryOperator || call.getKind() == SqlKind.SEARCH);
        return isOperation ? "(" + text(operand) + ")" : text(operand);
    }
}
