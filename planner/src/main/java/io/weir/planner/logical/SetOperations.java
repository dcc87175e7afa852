package io.weir.planner.logical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilder.AggCall;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * INTERSECT and EXCEPT as aggregates: for each row, how often each input has it.
 *
 * <pre>
 * Intersect(all)      Replicate
 *   A            ->     Project(row, least(a, b))
 *   B                     Aggregate(group by row; a = SUM(inA), b = SUM(inB))
 *                           Union(all)
 *                             Project(row, inA = 1, inB = 0) over A
 *                             Project(row, inA = 0, inB = 1) over B
 * </pre>
 *
 * Without ALL a filter stands in the place of Replicate: each count greater than zero, or for EXCEPT only the first.
 */
final class SetOperations extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private SetOperations(RelBuilder builder) {
        this.builder = builder;
    }

    static RelNode expand(RelNode rel, RelBuilder builder) {
        return rel.accept(new SetOperations(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode rel = super.visit(other);
        return rel instanceof Intersect || rel instanceof Minus ? counted((SetOp) rel) : rel;
    }

    private RelNode counted(SetOp operation) {
        int width = operation.getRowType().getFieldCount();
        int inputs = operation.getInputs().size();
        for (int i = 0; i < inputs; i++) {
            builder.push(operation.getInput(i));
            List<RexNode> projects = new ArrayList<>(builder.fields());
            for (int counted = 0; counted < inputs; counted++) {
                projects.add(builder.cast(builder.literal(counted == i ? 1L : 0L), SqlTypeName.BIGINT));
            }
            builder.project(projects);
        }
        builder.union(true, inputs);
        List<AggCall> counts = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            counts.add(builder.aggregateCall(SqlStdOperatorTable.SUM0, builder.field(width + i)));
        }
        builder.aggregate(builder.groupKey(ImmutableBitSet.range(width)), counts);
        RexNode first = builder.field(width);
        List<RexNode> others = new ArrayList<>();
        for (int i = 1; i < inputs; i++) {
            others.add(builder.field(width + i));
        }
        return operation.all ? all(operation, first, others) : distinct(operation, first, others);
    }

    private RelNode distinct(SetOp operation, RexNode first, List<RexNode> others) {
        List<RexNode> conditions = new ArrayList<>();
        conditions.add(builder.greaterThan(first, builder.literal(0)));
        for (RexNode other : others) {
            conditions.add(
                    operation instanceof Intersect
                            ? builder.greaterThan(other, builder.literal(0))
                            : builder.equals(other, builder.literal(0)));
        }
        return rows(builder.filter(conditions), operation).build();
    }

    private RelNode all(SetOp operation, RexNode first, List<RexNode> others) {
        RexNode count = first;
        for (RexNode other : others) {
            count = operation instanceof Intersect
                    ? builder.call(SqlStdOperatorTable.CASE, builder.lessThan(count, other), count, other)
                    : builder.call(SqlStdOperatorTable.MINUS, count, other);
        }
        List<RexNode> projects = new ArrayList<>(
                builder.fields().subList(0, operation.getRowType().getFieldCount()));
        projects.add(count);
        List<String> names = new ArrayList<>(operation.getRowType().getFieldNames());
        names.add("$count");
        builder.project(projects, names, true);
        builder.filter(builder.greaterThan(builder.field(projects.size() - 1), builder.literal(0)));
        return Replicate.create(builder.build());
    }

    private static RelBuilder rows(RelBuilder builder, SetOp operation) {
        int width = operation.getRowType().getFieldCount();
        return builder.project(
                builder.fields().subList(0, width), operation.getRowType().getFieldNames(), true);
    }
}
