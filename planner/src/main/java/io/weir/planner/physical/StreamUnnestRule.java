package io.weir.planner.physical;

import io.weir.planner.logical.Unnesting;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** UNNEST alone, CROSS JOIN UNNEST, and LEFT JOIN UNNEST ... ON TRUE; with a condition that is a sub-query. */
final class StreamUnnestRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (node instanceof Uncollect uncollect
                && uncollect.getInput().getRowType().getFieldCount() == 1) {
            return alone(uncollect, planner);
        }
        Unnesting unnesting =
                node instanceof Correlate correlate && Unnesting.matches(correlate) ? Unnesting.of(correlate) : null;
        if (unnesting == null) {
            return null;
        }
        RexBuilder rexBuilder = planner.rexBuilder();
        Correlate correlate = unnesting.correlate();
        boolean keepsEmpty = correlate.getJoinType() == JoinRelType.LEFT;
        StreamRel left = planner.convert(correlate.getLeft());
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        rowType.addAll(left.rowType().getFieldList());
        for (RelDataTypeField field : unnesting.uncollect().getRowType().getFieldList()) {
            rowType.add(
                    field.getName(),
                    rexBuilder
                            .getTypeFactory()
                            .createTypeWithNullability(
                                    field.getType(),
                                    keepsEmpty || field.getType().isNullable()));
        }
        StreamRel step = planner.share(new StreamUnnest(
                left,
                unnesting.collection(),
                keepsEmpty,
                unnesting.uncollect().withOrdinality,
                rowType.uniquify().build(),
                rexBuilder));
        for (int i = unnesting.above().size() - 1; i >= 0; i--) {
            step = above(step, unnesting.above().get(i), unnesting, left, planner);
        }
        return StreamUnionRule.adapt(step, node.getRowType(), planner);
    }

    /** {@code FROM UNNEST(ARRAY[1, 2])}: the collection's own row comes first, and is left out again. */
    private static StreamRel alone(Uncollect uncollect, StreamPlanner planner) {
        RexBuilder rexBuilder = planner.rexBuilder();
        StreamRel collections = planner.convert(uncollect.getInput());
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        rowType.addAll(collections.rowType().getFieldList());
        rowType.addAll(uncollect.getRowType().getFieldList());
        StreamRel pairs = planner.share(new StreamUnnest(
                collections,
                RexInputRef.of(0, collections.rowType()),
                false,
                uncollect.withOrdinality,
                rowType.uniquify().build(),
                rexBuilder));
        List<Integer> columns = new ArrayList<>();
        for (int i = 1; i < pairs.rowType().getFieldCount(); i++) {
            columns.add(i);
        }
        StreamRel elements = planner.share(StreamCalc.select(pairs, columns, rexBuilder));
        return StreamUnionRule.adapt(elements, uncollect.getRowType(), planner);
    }

    private static StreamRel above(
            StreamRel step, RelNode node, Unnesting unnesting, StreamRel left, StreamPlanner planner) {
        RexBuilder rexBuilder = planner.rexBuilder();
        if (node instanceof Filter filter) {
            return StreamCalc.filter(step, unnesting.overPairs(filter.getCondition()), rexBuilder);
        }
        Project project = (Project) node;
        int width = left.rowType().getFieldCount();
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        List<RexNode> projects = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            projects.add(RexInputRef.of(i, step.rowType()));
        }
        rowType.addAll(left.rowType().getFieldList());
        for (int i = 0; i < project.getProjects().size(); i++) {
            RexNode expression = unnesting.overPairs(project.getProjects().get(i));
            RexNode value =
                    expression instanceof RexInputRef ref ? RexInputRef.of(ref.getIndex(), step.rowType()) : expression;
            projects.add(value);
            rowType.add(project.getRowType().getFieldNames().get(i), value.getType());
        }
        return StreamCalc.of(step, projects, null, rowType.uniquify().build(), rexBuilder);
    }
}
