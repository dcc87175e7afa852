package io.weir.planner.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code t CROSS JOIN UNNEST(t.items)}: a correlation over an Uncollect of an expression on the left side.
 *
 * @param collection over the left columns
 * @param uncollect gives the columns of an element
 * @param above what stands above the Uncollect, from the top down: projections and filters
 */
public record Unnesting(Correlate correlate, RexNode collection, Uncollect uncollect, List<RelNode> above) {
    public Unnesting {
        above = List.copyOf(above);
    }

    /** Whether it has this form, and is the join that UNNEST in FROM is. */
    public static boolean matches(Correlate correlate) {
        Unnesting unnesting = of(correlate);
        if (unnesting == null
                || !RelOptUtil.getVariablesUsed(correlate.getRight()).equals(Set.of(correlate.getCorrelationId()))) {
            return false;
        }
        // A filter below an outer join would take away rows of the left side.
        return correlate.getJoinType() == JoinRelType.INNER
                || (correlate.getJoinType() == JoinRelType.LEFT
                        && unnesting.above().stream().noneMatch(Filter.class::isInstance));
    }

    /** @return null if the right side is anything else */
    public static @Nullable Unnesting of(Correlate correlate) {
        List<RelNode> above = new ArrayList<>();
        RelNode right = correlate.getRight();
        while (right instanceof Project || right instanceof Filter) {
            above.add(right);
            right = right.getInput(0);
        }
        RexNode collection = right instanceof Uncollect uncollect ? collection(uncollect) : null;
        if (collection == null) {
            return null;
        }
        return new Unnesting(
                correlate,
                collection.accept(new TemporalJoins.PairColumns(correlate.getLeft(), correlate.getCorrelationId())),
                (Uncollect) right,
                above);
    }

    /** What a single UNNEST is of; null if it is of the columns of a relation. */
    static @Nullable RexNode collection(Uncollect uncollect) {
        return uncollect.getInput() instanceof Project project
                        && project.getProjects().size() == 1
                        && project.getInput() instanceof Values
                ? project.getProjects().get(0)
                : null;
    }

    /** An expression of what stands above the Uncollect, over left columns, then the columns below it. */
    public RexNode overPairs(RexNode node) {
        return node.accept(new TemporalJoins.PairColumns(correlate.getLeft(), correlate.getCorrelationId()));
    }
}
