package io.weir.planner.physical;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.jspecify.annotations.Nullable;

/** Projections without OVER, and filters. */
final class StreamCalcRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (node instanceof Project project && !project.containsOver()) {
            StreamRel input = planner.convert(project.getInput());
            return StreamCalc.of(input, project.getProjects(), null, project.getRowType(), planner.rexBuilder());
        }
        if (node instanceof Filter filter && !filter.containsOver()) {
            StreamRel input = planner.convert(filter.getInput());
            return StreamCalc.filter(input, filter.getCondition(), planner.rexBuilder());
        }
        return null;
    }
}
