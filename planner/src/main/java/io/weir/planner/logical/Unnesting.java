package io.weir.planner.logical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
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

    /** Whether it has this form. */
    static boolean matches(Correlate correlate) {
        return of(correlate) != null;
    }

    /** @return null if the right side is anything else */
    public static @Nullable Unnesting of(Correlate correlate) {
        List<RelNode> above = new ArrayList<>();
        RelNode right = correlate.getRight();
        while (right instanceof Project || right instanceof Filter) {
            above.add(right);
            right = right.getInput(0);
        }
        boolean isCollection = right instanceof Uncollect uncollect
                && uncollect.getInput() instanceof Project project
                && project.getProjects().size() == 1
                && project.getInput() instanceof Values;
        if (!isCollection) {
            return null;
        }
        Uncollect uncollect = (Uncollect) right;
        RexNode collection = ((Project) uncollect.getInput()).getProjects().get(0);
        return new Unnesting(
                correlate,
                collection.accept(new TemporalJoins.PairColumns(correlate.getLeft(), correlate.getCorrelationId())),
                uncollect,
                above);
    }

    /** An expression of what stands above the Uncollect, over left columns, then the columns below it. */
    public RexNode overPairs(RexNode node) {
        return node.accept(new TemporalJoins.PairColumns(correlate.getLeft(), correlate.getCorrelationId()));
    }
}
