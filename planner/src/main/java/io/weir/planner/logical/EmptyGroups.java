package io.weir.planner.logical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Keeps the row that an aggregate without groups gives of no rows. Calcite's decorrelation makes of it an aggregate with
 * the outer columns as groups, which gives none, unless it counts; that is right only for a scalar sub-query, whose
 * missing row is NULL as the sum of no rows is. So other aggregates count too, and nobody reads it:
 *
 * <pre>
 * Correlate(INNER, t, Aggregate(SUM(v)))   ->   Correlate(INNER, t, Project(s, Aggregate(SUM(v) AS s, COUNT(*))))
 * </pre>
 */
final class EmptyGroups extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private EmptyGroups(RelBuilder builder) {
        this.builder = builder;
    }

    static RelNode keep(RelNode rel, RelBuilder builder) {
        return rel.accept(new EmptyGroups(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        if (!(other instanceof Correlate correlate)) {
            return super.visit(other);
        }
        RelNode left = correlate.getLeft().accept(this);
        RelNode right = counted(correlate.getRight(), correlate.getJoinType() == JoinRelType.LEFT);
        return correlate.copy(correlate.getTraitSet(), List.of(left, right));
    }

    /** @param isScalar whether a missing row of the node is as good as one of NULLs */
    private RelNode counted(RelNode node, boolean isScalar) {
        if (node instanceof Correlate correlate) {
            RelNode left = counted(correlate.getLeft(), false);
            RelNode right = counted(correlate.getRight(), correlate.getJoinType() == JoinRelType.LEFT);
            return correlate.copy(correlate.getTraitSet(), List.of(left, right));
        }
        List<RelNode> inputs = new ArrayList<>();
        node.getInputs().forEach(input -> inputs.add(counted(input, isScalar && node instanceof Project)));
        RelNode rel = inputs.isEmpty() ? node : node.copy(node.getTraitSet(), inputs);
        boolean vanishes = rel instanceof Aggregate aggregate
                && aggregate.getGroupSets().size() == 1
                && aggregate.getGroupCount() == 0
                && aggregate.getAggCallList().stream()
                        .noneMatch(call -> call.getAggregation().getKind() == SqlKind.COUNT);
        return vanishes && !isScalar ? withCount((Aggregate) rel) : rel;
    }

    private RelNode withCount(Aggregate aggregate) {
        List<AggregateCall> calls = new ArrayList<>(aggregate.getAggCallList());
        calls.add(AggregateCall.create(
                SqlStdOperatorTable.COUNT,
                false,
                false,
                false,
                List.of(),
                List.of(),
                -1,
                null,
                RelCollations.EMPTY,
                0,
                aggregate.getInput(),
                null,
                null));
        builder.push(aggregate.copy(
                aggregate.getTraitSet(),
                aggregate.getInput(),
                aggregate.getGroupSet(),
                aggregate.getGroupSets(),
                calls));
        List<RexNode> fields = builder.fields();
        return builder.project(
                        fields.subList(0, fields.size() - 1),
                        aggregate.getRowType().getFieldNames(),
                        true)
                .build();
    }
}
