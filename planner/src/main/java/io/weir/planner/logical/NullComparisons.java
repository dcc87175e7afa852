package io.weir.planner.logical;

import java.util.List;
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
    NullComparisons(RelDataTypeFactory typeFactory) {
        super(typeFactory);
    }

    @Override
    public RexNode makeCall(SqlParserPos position, SqlOperator operator, List<? extends RexNode> operands) {
        return isWithNull(operator, operands) ? unknown() : super.makeCall(position, operator, operands);
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

    private static boolean isNull(RexNode operand) {
        return operand.getKind() == SqlKind.LITERAL && ((RexLiteral) operand).isNull();
    }

    private RexNode unknown() {
        RelDataType truth = typeFactory.createSqlType(SqlTypeName.BOOLEAN);
        return makeNullLiteral(typeFactory.createTypeWithNullability(truth, true));
    }
}
