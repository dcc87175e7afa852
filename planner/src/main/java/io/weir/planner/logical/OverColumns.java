package io.weir.planner.logical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.tools.RelBuilder;

/**
 * Gives each window function a column of its own, so that a condition on it can be seen for what it is. QUALIFY comes
 * with the comparison inside.
 *
 * <pre>
 * Filter($2)                                     Filter($2)
 *   Project(a, b, ROW_NUMBER() OVER w = 1)  ->     Project(a, b, n = 1)
 *                                                    Project(a, b, n = ROW_NUMBER() OVER w)
 * </pre>
 *
 * Filters then go through the upper projection.
 */
final class OverColumns extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private OverColumns(RelBuilder builder) {
        this.builder = builder;
    }

    static RelNode extract(RelNode rel, RelBuilder builder) {
        return rel.accept(new OverColumns(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode rel = super.visit(other);
        if (!(rel instanceof Project project)) {
            return rel;
        }
        boolean isNested = project.getProjects().stream()
                .anyMatch(expression -> !(expression instanceof RexOver) && RexOver.containsOver(expression));
        return isNested ? split(project) : rel;
    }

    private RelNode split(Project project) {
        builder.push(project.getInput());
        List<RexNode> lower = new ArrayList<>(builder.fields());
        Map<RexNode, Integer> positions = new LinkedHashMap<>();
        for (RexNode expression : project.getProjects()) {
            expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    positions.computeIfAbsent(over, found -> {
                        lower.add(found);
                        return lower.size() - 1;
                    });
                    return over;
                }
            });
        }
        builder.projectPlus(lower.subList(builder.fields().size(), lower.size()));
        List<RexNode> upper = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            upper.add(expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    return builder.field(positions.getOrDefault(over, -1));
                }
            }));
        }
        return LogicalProject.create(
                builder.build(), project.getHints(), upper, project.getRowType().getFieldNames(), Set.of());
    }
}
