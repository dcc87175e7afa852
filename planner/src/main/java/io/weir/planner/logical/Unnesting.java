package io.weir.planner.logical;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;

/** Recognises {@code t CROSS JOIN UNNEST(t.items)}: a correlation over an Uncollect of expressions on the left side. */
public final class Unnesting {
    private Unnesting() {}

    /** Whether the right side is an Uncollect over expressions alone, with or without a projection or filter above. */
    public static boolean matches(Correlate correlate) {
        RelNode right = correlate.getRight();
        while (right instanceof Project || right instanceof Filter) {
            right = right.getInput(0);
        }
        return right instanceof Uncollect uncollect
                && uncollect.getInput() instanceof Project project
                && project.getInput() instanceof Values;
    }
}
