package io.weir.planner.logical;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Makes expressions, and NULL of what is compared with NULL. Calcite's simplification does so only where a column is
 * compared, not an expression of one ({@code CAST(a AS REAL) <> -CAST(NULL AS REAL)}), and its collection of predicates
 * then fails on what is left. A column compared with NULL is left to it: rules that compare columns want a call.
 */
final class NullComparisons extends RexBuilder {
    private static final Set<SqlKind> HAVE_RULES_OF_THEIR_OWN = Set.of(SqlKind.CAST, SqlKind.ITEM);

    NullComparisons(RelDataTypeFactory typeFactory) {
        super(typeFactory);
    }

    @Override
    public RexNode makeCall(SqlParserPos position, SqlOperator operator, List<? extends RexNode> operands) {
        if (isWithNull(operator, operands)) {
            return unknown();
        }
        boolean asksForNull = operator.getKind() == SqlKind.IS_NULL || operator.getKind() == SqlKind.IS_NOT_NULL;
        List<? extends RexNode> asked = asksForNull ? List.of(strict(operands.get(0))) : operands;
        return super.makeCall(position, operator, asked);
    }

    @Override
    public RexNode makeCall(SqlParserPos position, RelDataType type, SqlOperator operator, List<RexNode> operands) {
        return isWithNull(operator, operands) ? unknown() : super.makeCall(position, type, operator, operands);
    }

    private static boolean isWithNull(SqlOperator operator, List<? extends RexNode> operands) {
        return switch (operator.getKind()) {
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                operands.stream().anyMatch(NullComparisons::isNull)
                        && operands.stream().anyMatch(RexCall.class::isInstance);
            default -> false;
        };
    }

    /**
     * Of a call that has lost what could be null in it, one that cannot be null. Simplification keeps the type of a
     * call whose operands it replaces ({@code -CASE WHEN c THEN 1 END} with a condition that turns out to be true), and
     * asserts afterwards that it could not have come to this.
     */
    private RexNode strict(RexNode node) {
        boolean isLoose = node instanceof RexCall call
                && node.getType().isNullable()
                && !call.isA(HAVE_RULES_OF_THEIR_OWN)
                && Strong.policy(call) == Strong.Policy.ANY
                && call.getOperands().stream()
                        .noneMatch(operand -> operand.getType().isNullable());
        return isLoose
                ? ((RexCall) node)
                        .clone(
                                typeFactory.createTypeWithNullability(node.getType(), false),
                                ((RexCall) node).getOperands())
                : node;
    }

    private static boolean isNull(RexNode operand) {
        return operand.getKind() == SqlKind.LITERAL && ((RexLiteral) operand).isNull();
    }

    private RexNode unknown() {
        RelDataType truth = typeFactory.createSqlType(SqlTypeName.BOOLEAN);
        return makeNullLiteral(typeFactory.createTypeWithNullability(truth, true));
    }
}
