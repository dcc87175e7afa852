package io.weir.sql;

import io.weir.spi.error.WeirException;
import io.weir.sql.parser.ParserMessages;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a statement what Calcite's validator would refuse or misread:
 *
 * <ul>
 *   <li>{@code SELECT STREAM}, whose validation wants tables and keys that Weir does not need; it is noted instead. One
 *       STREAM anywhere makes the whole statement stream, since what reads something endless is endless;
 *   <li>{@code SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), gap)} becomes
 *       {@code SESSION(TABLE t, DESCRIPTOR(ts), DESCRIPTOR(k), gap)}, the form Calcite plans;
 *   <li>{@code x::INTEGER} becomes {@code CAST(x AS INTEGER)};
 *   <li>aggregates over windows lose their FILTER, see {@link FilteredWindowAggregates};
 *   <li>strings lose the character set that their prefix names.
 * </ul>
 *
 * <p>For one statement.
 */
final class StatementRewriter extends SqlShuttle {
    private boolean foundStream;
    private int parameterCount;

    SqlNode rewrite(SqlNode statement) {
        SqlNode rewritten = statement.accept(this);
        return rewritten == null ? statement : rewritten;
    }

    boolean foundStream() {
        return foundStream;
    }

    int parameterCount() {
        return parameterCount;
    }

    @Override
    public SqlNode visit(SqlDynamicParam parameter) {
        parameterCount = Math.max(parameterCount, parameter.getIndex() + 1);
        return parameter;
    }

    /** N'x' and U&'x' name a character set, and would not compare with other strings. Here all strings are Unicode. */
    @Override
    public SqlNode visit(SqlLiteral literal) {
        return literal.getValue() instanceof NlsString string && string.getCharsetName() != null
                ? SqlLiteral.createCharString(string.getValue(), literal.getParserPosition())
                : literal;
    }

    @Override
    public SqlNode visit(SqlDataTypeSpec type) {
        TypeNames.check(type);
        return type;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            withoutStream(select);
        }
        SqlNode copy = super.visit(call);
        if (!(copy instanceof SqlCall rewritten)) {
            return copy;
        }
        if (rewritten.getOperator().equals(SqlLibraryOperators.INFIX_CAST)) {
            return SqlStdOperatorTable.CAST.createCall(rewritten.getParserPosition(), rewritten.getOperandList());
        }
        if (rewritten.getOperator() instanceof SqlLikeOperator
                && rewritten.operandCount() == 3
                && isEmptyString(rewritten.operand(2))) {
            // No character escapes; Calcite would look for its first.
            return rewritten
                    .getOperator()
                    .createCall(rewritten.getParserPosition(), rewritten.operand(0), rewritten.operand(1));
        }
        if (FilteredWindowAggregates.isOne(rewritten)) {
            return FilteredWindowAggregates.withoutFilter(rewritten);
        }
        return isSession(rewritten) ? session(rewritten) : rewritten;
    }

    private static boolean isEmptyString(SqlNode node) {
        return node instanceof SqlLiteral literal
                && literal.getValue() instanceof NlsString string
                && string.getValue().isEmpty();
    }

    private void withoutStream(SqlSelect select) {
        SqlNodeList keywords = (SqlNodeList) select.getOperandList().get(0);
        List<SqlNode> others = new ArrayList<>();
        for (SqlNode keyword : keywords) {
            if (((SqlLiteral) keyword).symbolValue(SqlSelectKeyword.class) == SqlSelectKeyword.STREAM) {
                foundStream = true;
            } else {
                others.add(keyword);
            }
        }
        if (others.size() < keywords.size()) {
            select.setOperand(0, new SqlNodeList(others, keywords.getParserPosition()));
        }
    }

    private static boolean isSession(SqlCall call) {
        return call.getOperator().getName().equalsIgnoreCase("SESSION")
                && call.operandCount() > 0
                && value(call.operand(0)).getKind() == SqlKind.SET_SEMANTICS_TABLE;
    }

    private static SqlNode session(SqlCall call) {
        SqlCall table = (SqlCall) value(call.operand(0));
        SqlNodeList keys = table.operand(1);
        SqlNodeList order = table.operand(2);
        if (!order.isEmpty()) {
            throw at(order, ParserMessages.orderedSession());
        }
        boolean named = isNamed(call.operand(0));
        SqlParserPos position = keys.getParserPosition();
        SqlNode descriptor = SqlStdOperatorTable.DESCRIPTOR.createCall(position, keys.getList());
        List<SqlNode> operands = new ArrayList<>();
        operands.add(named ? named(table.operand(0), "DATA") : table.operand(0));
        for (SqlNode operand : call.getOperandList().subList(1, call.operandCount())) {
            operands.add(asCalciteNames(operand));
        }
        if (operands.stream().filter(StatementRewriter::isDescriptor).count() > 1) {
            throw at(keys, ParserMessages.partitionedTwice());
        }
        operands.add(Math.min(2, operands.size()), named ? named(descriptor, "KEY") : descriptor);
        return call.getOperator().createCall(call.getParserPosition(), operands);
    }

    // By name: the parser does not look functions up.
    private static boolean isDescriptor(SqlNode operand) {
        return value(operand) instanceof SqlCall call
                && call.getOperator().getName().equalsIgnoreCase("DESCRIPTOR");
    }

    private static RuntimeException at(SqlNode node, WeirException error) {
        return error.at(
                node.getParserPosition().getLineNum(), node.getParserPosition().getColumnNum());
    }

    private static boolean isNamed(SqlNode operand) {
        return operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
    }

    /** The argument itself, without {@code name =>}. */
    private static SqlNode value(SqlNode operand) {
        return isNamed(operand) ? ((SqlCall) operand).operand(0) : operand;
    }

    private static SqlNode named(SqlNode value, String name) {
        SqlParserPos position = value.getParserPosition();
        return SqlStdOperatorTable.ARGUMENT_ASSIGNMENT.createCall(position, value, new SqlIdentifier(name, position));
    }

    /** Flink calls it GAP, Calcite SIZE. */
    private static SqlNode asCalciteNames(SqlNode operand) {
        boolean gap = isNamed(operand)
                && ((SqlCall) operand).operand(1) instanceof SqlIdentifier name
                && name.getSimple().equalsIgnoreCase("GAP");
        return gap ? named(value(operand), "SIZE") : operand;
    }
}
