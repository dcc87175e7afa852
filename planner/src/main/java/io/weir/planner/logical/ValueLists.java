package io.weir.planner.logical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Long lists of whole numbers in IN and NOT IN, which come as comparisons joined by OR, as one SEARCH. Simplifying so
 * many comparisons takes time with the square of their number
 * or worse if NOT or NULL stands with them.
 */
final class ValueLists extends RexShuttle {
    private static final int LEAST_VALUES = 20;

    private final RexBuilder rexBuilder;

    private ValueLists(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    static RelNode shorten(RelNode plan) {
        ValueLists lists = new ValueLists(plan.getCluster().getRexBuilder());
        return plan.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                return super.visit(node).accept(lists);
            }
        });
    }

    @Override
    public RexNode visitCall(RexCall call) {
        RexNode visited = super.visitCall(call);
        if (!visited.isA(SqlKind.OR)) {
            return visited;
        }
        Map<RexNode, List<RexNode>> values = new LinkedHashMap<>();
        List<RexNode> terms = new ArrayList<>();
        for (RexNode term : RelOptUtil.disjunctions(visited)) {
            if (isValue(term)) {
                List<RexNode> operands = ((RexCall) term).getOperands();
                values.computeIfAbsent(operands.get(0), compared -> new ArrayList<>())
                        .add(operands.get(1));
            } else {
                terms.add(term);
            }
        }
        if (values.values().stream().noneMatch(list -> list.size() >= LEAST_VALUES)) {
            return visited;
        }
        values.forEach((compared, list) -> terms.add(rexBuilder.makeIn(compared, list)));
        return RexUtil.composeDisjunction(rexBuilder, terms);
    }

    /** Whether it is {@code x = 5}, with both of the same type but for NULLs. */
    private static boolean isValue(RexNode term) {
        if (!term.isA(SqlKind.EQUALS)) {
            return false;
        }
        List<RexNode> operands = ((RexCall) term).getOperands();
        SqlTypeName type = operands.get(0).getType().getSqlTypeName();
        return (type == SqlTypeName.INTEGER || type == SqlTypeName.BIGINT)
                && operands.get(1) instanceof RexLiteral literal
                && !literal.isNull()
                && literal.getType().getSqlTypeName() == type
                && RexUtil.isDeterministic(operands.get(0));
    }
}
