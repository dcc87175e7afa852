package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.over.OverCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.jspecify.annotations.Nullable;

/**
 * A projection with OVER: one step for each combination of partitioning and order, each adding its results, and a calc
 * for the rest.
 *
 * <pre>
 * Project(a, f OVER v, g OVER w + 1)   ->   Calc(a, f, g + 1)
 *   Input                                     Over(w, g)
 *                                               Over(v, f)
 *                                                 Input
 * </pre>
 */
final class StreamOverRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof Project project) || !project.containsOver()) {
            return null;
        }
        StreamRel input = planner.convert(project.getInput());
        Narrowing narrow = Narrowing.of(input, RelOptUtil.InputFinder.bits(project.getProjects(), null), planner);
        List<RexNode> projects =
                project.getProjects().stream().map(narrow::apply).toList();
        Map<String, List<RexOver>> groups = new LinkedHashMap<>();
        for (RexNode expression : projects) {
            expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    List<RexOver> group = groups.computeIfAbsent(
                            over.getWindow().partitionKeys + " " + over.getWindow().orderKeys,
                            key -> new ArrayList<>());
                    if (!group.contains(over)) {
                        group.add(over);
                    }
                    return over;
                }
            });
        }
        // Expressions go on counting columns of the narrowed input: each step keeps those in front.
        Map<RexOver, Integer> results = new LinkedHashMap<>();
        StreamRel step = narrow.step();
        for (List<RexOver> group : groups.values()) {
            step = over(step, group, results, planner);
        }
        StreamRel last = step;
        List<RexNode> outputs = new ArrayList<>();
        for (RexNode expression : projects) {
            outputs.add(expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    RexNode result = RexInputRef.of(requireNonNull(results.get(over)), last.rowType());
                    return planner.rexBuilder().ensureType(over.getType(), result, true);
                }
            }));
        }
        return StreamCalc.of(last, outputs, null, project.getRowType(), planner.rexBuilder());
    }

    private static StreamRel over(
            StreamRel input, List<RexOver> group, Map<RexOver, Integer> results, StreamPlanner planner) {
        OverInput prepared = new OverInput(input, planner);
        RexWindow window = group.get(0).getWindow();
        List<Integer> partition = prepared.partition(window);
        List<SortKey> order = prepared.order(window);
        List<OverCall> calls =
                group.stream().map(over -> OverCalls.of(over, prepared)).toList();
        StreamRel step = prepared.step();
        if (order.size() == 1) {
            step = TimeAttributes.asEventTime(step, order.get(0).column(), planner);
        }
        RelDataTypeFactory.Builder rowType =
                planner.rexBuilder().getTypeFactory().builder();
        rowType.addAll(step.rowType().getFieldList());
        for (RexOver over : group) {
            int column = step.rowType().getFieldCount() + group.indexOf(over);
            results.put(over, column);
            rowType.add("$" + column, over.getType());
        }
        RelDataType outputType = rowType.uniquify().build();
        return planner.share(new StreamOver(step, partition, order, calls, outputType));
    }
}
