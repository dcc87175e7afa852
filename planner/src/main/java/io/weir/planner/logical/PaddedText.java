package io.weir.planner.logical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.WeirOperatorTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.tools.RelBuilder;

/**
 * Compares CHAR without the blanks that pad it: in comparisons, also those of IN and ANY, such values lose the blanks
 * at their end. So do literals that they are compared with, which are CHAR as well; VARCHAR keeps its blanks. Values
 * that are grouped, or compared with others of the same length, are padded alike and need nothing.
 */
final class PaddedText extends RexShuttle {
    private final RexBuilder rexBuilder;
    private final SqlOperator trim;
    private final RelBuilder relBuilder;

    private PaddedText(RelBuilder relBuilder) {
        this.relBuilder = relBuilder;
        this.rexBuilder = relBuilder.getRexBuilder();
        this.trim = WeirOperatorTable.RTRIM;
    }

    static RelNode compareWithoutBlanks(RelNode rel, RelBuilder relBuilder) {
        return rel.accept(shuttle(relBuilder));
    }

    private static RelHomogeneousShuttle shuttle(RelBuilder relBuilder) {
        PaddedText text = new PaddedText(relBuilder);
        return new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                return super.visit(other).accept(text);
            }
        };
    }

    @Override
    public RexNode visitCall(RexCall call) {
        if (call.isA(SqlKind.SEARCH) && isPadded(call.getOperands().get(0))) {
            return RexUtil.expandSearch(rexBuilder, null, call).accept(this);
        }
        RexCall visited = (RexCall) super.visitCall(call);
        boolean isComparison = visited.isA(SqlKind.COMPARISON);
        if (!isComparison || visited.getOperands().size() != 2) {
            return visited;
        }
        RexNode left = visited.getOperands().get(0);
        RexNode right = visited.getOperands().get(1);
        if (!needTrim(left, right)) {
            return visited;
        }
        return rexBuilder.makeCall(visited.getType(), visited.getOperator(), List.of(trimmed(left), trimmed(right)));
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
        RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
        RelNode rel = visited.rel.accept(shuttle(relBuilder));
        List<RexNode> operands = new ArrayList<>(visited.getOperands());
        if (operands.isEmpty()) {
            return visited.clone(rel);
        }
        RelBuilder builder = relBuilder.push(rel);
        List<RexNode> columns = new ArrayList<>(builder.fields());
        boolean hasChanged = false;
        for (int i = 0; i < operands.size(); i++) {
            RexNode operand = operands.get(i);
            RexNode column = columns.get(i);
            if (needTrim(operand, column)) {
                operands.set(i, trimmed(operand));
                columns.set(i, trimmed(column));
                hasChanged = true;
            }
        }
        rel = hasChanged ? builder.project(columns).build() : builder.build();
        return visited.clone(visited.getType(), operands).clone(rel);
    }

    private static boolean needTrim(RexNode left, RexNode right) {
        boolean areAlike = isChar(left)
                && isChar(right)
                && left.getType().getPrecision() == right.getType().getPrecision();
        return (isPadded(left) || isPadded(right)) && !areAlike;
    }

    /** CHAR, also where validation has cast it to VARCHAR to be compared. */
    private static boolean isPadded(RexNode node) {
        if (node instanceof RexCall cast && cast.isA(SqlKind.CAST) && SqlTypeUtil.inCharFamily(cast.getType())) {
            return isPadded(cast.getOperands().get(0));
        }
        return isChar(node) && !(node instanceof RexLiteral);
    }

    private static boolean isChar(RexNode node) {
        return node.getType().getSqlTypeName() == SqlTypeName.CHAR;
    }

    private RexNode trimmed(RexNode node) {
        if (node instanceof RexLiteral literal && SqlTypeUtil.inCharFamily(node.getType()) && !literal.isNull()) {
            return rexBuilder.makeLiteral(
                    requireNonNull(literal.getValueAs(String.class)).replaceAll(" +$", ""));
        }
        return isPadded(node) ? rexBuilder.makeCall(trim, node) : node;
    }
}
