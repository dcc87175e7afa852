package io.weir.planner.validate;

import io.weir.planner.expression.MatchFunctions;
import io.weir.planner.expression.WeirOperatorTable;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Brings FIRST, LAST, PREV and NEXT of MATCH_RECOGNIZE to the columns, before Calcite does: it would take {@code
 * PREV(b.x)} in the condition of A for {@code LAST(b.x, 1)}, count nested PREVs twice, tell a variable by its spelling,
 * and refuse PREV and NEXT in measures, and DISTINCT: these are brought past it as {@link MatchFunctions}. So is the
 * time of a match, MATCH_ROWTIME, which is a column of its last row.
 *
 * <pre>
 * a AS PREV(b.x + a.y, 2) > NEXT(PREV(a.x, 3))   ->   PREV(LAST(b.x, 0), 2) + PREV(a.y, 2) > PREV(a.x, 2)
 * LAST(a.x * 2)                                  ->   LAST(a.x) * 2
 * </pre>
 */
final class MatchNavigation extends SqlShuttle {
    private static final Set<SqlKind> LOGICAL = EnumSet.of(SqlKind.FIRST, SqlKind.LAST);
    private static final Set<SqlKind> PHYSICAL = EnumSet.of(SqlKind.PREV, SqlKind.NEXT);
    private static final String ROWTIME = "MATCH_ROWTIME";
    private static final String PROCTIME = "MATCH_PROCTIME";

    private final @Nullable String variable;
    private final @Nullable SqlIdentifier time;

    /**
     * @param variable whose condition it is; null: a measure
     * @param time the column that ORDER BY begins with; null: there is none, or it is a condition
     */
    private MatchNavigation(@Nullable String variable, @Nullable SqlIdentifier time) {
        this.variable = variable;
        this.time = time;
    }

    /** The column that ORDER BY begins with; null if there is none. */
    static @Nullable SqlIdentifier time(SqlMatchRecognize match) {
        SqlNode first =
                match.getOrderList().isEmpty() ? null : match.getOrderList().get(0);
        SqlNode column = first instanceof SqlCall direction ? direction.operand(0) : first;
        return column instanceof SqlIdentifier identifier ? identifier : null;
    }

    /** In {@code condition AS variable}. */
    static void inCondition(SqlCall definition) {
        String variable = ((SqlIdentifier) definition.operand(1)).getSimple();
        definition.setOperand(0, definition.operand(0).accept(new MatchNavigation(variable, null)));
    }

    /** In {@code expression AS name}. */
    static void inMeasure(SqlCall measure, @Nullable SqlIdentifier time) {
        measure.setOperand(0, measure.operand(0).accept(new MatchNavigation(null, time)));
    }

    @Override
    public @Nullable SqlNode visit(SqlIdentifier identifier) {
        return isOwn(identifier) ? identifier.setName(0, variable) : identifier;
    }

    private boolean isOwn(SqlIdentifier identifier) {
        return variable != null
                && identifier.names.size() > 1
                && identifier.names.get(0).equalsIgnoreCase(variable);
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call.isA(SqlKind.QUERY)) {
            throw noQuery(call);
        }
        if (isNamed(call, ROWTIME) || isNamed(call, PROCTIME)) {
            return time(call);
        }
        if (isLogical(call)) {
            return call.operand(0)
                    .accept(new Columns(column -> navigated(call.getOperator(), column, call.operand(1))));
        }
        if (isPhysical(call)) {
            long back = 0;
            SqlNode inner = call;
            while (isPhysical(inner)) {
                SqlCall navigation = (SqlCall) inner;
                back += inner.getKind() == SqlKind.PREV ? offset(navigation) : -offset(navigation);
                inner = navigation.operand(0);
            }
            long rowsBack = back;
            return inner.accept(new Columns(column -> physical(column, rowsBack)));
        }
        SqlNode visited = super.visit(call);
        return visited instanceof SqlCall copy && isDistinct(copy) && copy.operandCount() > 0 ? marked(copy) : visited;
    }

    private static boolean isNamed(SqlCall call, String name) {
        return call.getOperator() instanceof SqlFunction function
                && function.getName().equalsIgnoreCase(name);
    }

    /** The time of the match: of its last row, or of the clock. */
    private SqlNode time(SqlCall call) {
        SqlParserPos position = call.getParserPosition();
        String name = isNamed(call, ROWTIME) ? ROWTIME : PROCTIME;
        if (variable != null || call.operandCount() > 0) {
            String fault = variable != null ? " is a measure, not part of a condition" : " takes no arguments";
            throw new WeirException(ErrorCode.VALIDATION_ERROR, name + fault)
                    .at(position.getLineNum(), position.getColumnNum());
        }
        if (name.equals(PROCTIME)) {
            return WeirOperatorTable.PROCTIME.createCall(position);
        }
        // Without ORDER BY the statement is refused for that.
        return time == null
                ? SqlLiteral.createNull(position)
                : MatchFunctions.ROWTIME.createCall(
                        position, new SqlIdentifier(time.names.get(time.names.size() - 1), position));
    }

    private static boolean isDistinct(SqlCall call) {
        SqlLiteral quantifier = call.getFunctionQuantifier();
        return quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT;
    }

    /** {@code SUM(DISTINCT a.x)}, which Calcite refuses, with DISTINCT as a function of the argument. */
    private static SqlNode marked(SqlCall call) {
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        operands.set(0, MatchFunctions.DISTINCT.createCall(call.getParserPosition(), operands.get(0)));
        return call.getOperator().createCall(call.getParserPosition(), operands);
    }

    private static WeirException noQuery(SqlNode query) {
        return new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "MATCH_RECOGNIZE has no place for sub-queries")
                .at(
                        query.getParserPosition().getLineNum(),
                        query.getParserPosition().getColumnNum())
                .withHint("Join its input with what the sub-query reads.");
    }

    private static boolean isLogical(SqlNode node) {
        return node.isA(LOGICAL) && node instanceof SqlCall call && call.operandCount() == 2;
    }

    private static boolean isPhysical(SqlNode node) {
        return node.isA(PHYSICAL) && node instanceof SqlCall call && call.operandCount() == 2;
    }

    private static long offset(SqlCall call) {
        SqlNode offset = call.operand(1);
        if (!(offset instanceof SqlNumericLiteral number) || !number.isInteger()) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "the offset of " + call.getKind() + " must be a whole number, found " + offset)
                    .at(
                            offset.getParserPosition().getLineNum(),
                            offset.getParserPosition().getColumnNum());
        }
        return number.longValue(true);
    }

    // From the row of another variable: the last one of that.
    private SqlNode physical(SqlNode column, long rowsBack) {
        boolean isOfOther = variable != null && column instanceof SqlIdentifier identifier && !isOwn(identifier);
        SqlNode from = isOfOther ? navigated(SqlStdOperatorTable.LAST, column, literal(0)) : column;
        boolean isMeasure = variable == null;
        return rowsBack >= 0
                ? navigated(isMeasure ? MatchFunctions.PREV : SqlStdOperatorTable.PREV, from, literal(rowsBack))
                : navigated(isMeasure ? MatchFunctions.NEXT : SqlStdOperatorTable.NEXT, from, literal(-rowsBack));
    }

    private static SqlNode literal(long number) {
        return SqlLiteral.createExactNumeric(Long.toString(number), SqlParserPos.ZERO);
    }

    private static SqlNode navigated(SqlOperator operator, SqlNode column, SqlNode offset) {
        return operator.createCall(column.getParserPosition(), column, offset);
    }

    /** Navigates to each column, and to CLASSIFIER(); what else stands there stays. */
    private final class Columns extends SqlShuttle {
        private final UnaryOperator<SqlNode> navigation;

        Columns(UnaryOperator<SqlNode> navigation) {
            this.navigation = navigation;
        }

        @Override
        public @Nullable SqlNode visit(SqlIdentifier identifier) {
            return navigation.apply(isOwn(identifier) ? identifier.setName(0, variable) : identifier);
        }

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            if (isLogical(call)) {
                return call.operand(0)
                        .accept(new Columns(
                                column -> navigation.apply(navigated(call.getOperator(), column, call.operand(1)))));
            }
            if (call.isA(SqlKind.QUERY)) {
                throw noQuery(call);
            }
            // What may not stand there is for Calcite to refuse.
            boolean isLeaf = call.getKind() == SqlKind.CLASSIFIER
                    || isPhysical(call)
                    || call.getOperator() instanceof SqlAggFunction;
            return isLeaf ? navigation.apply(call) : super.visit(call);
        }
    }
}
