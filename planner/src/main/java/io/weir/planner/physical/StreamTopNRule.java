package io.weir.planner.physical;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.topn.RankFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * A rank with an upper bound: only so many rows of each partition need to be kept. QUALIFY and LATERAL (... ORDER BY
 * ... FETCH ...) have this form too.
 *
 * <pre>
 * Project(a)                                    Calc(a)
 *   Filter(n &lt;= 3 AND other)             ->       Calc(where other)
 *     Project(a, n = ROW_NUMBER() OVER w)           TopN(w, 1 to 3)
 *       Input                                         Input
 * </pre>
 */
final class StreamTopNRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (node instanceof Project top && !top.containsOver() && top.getInput() instanceof Filter filter) {
            Ranked ranked = Ranked.of(filter, planner.rexBuilder());
            if (ranked != null
                    && !RelOptUtil.InputFinder.bits(top.getProjects(), null).get(ranked.column)) {
                return StreamCalc.of(
                        rows(ranked, false, planner), top.getProjects(), null, top.getRowType(), planner.rexBuilder());
            }
        }
        if (node instanceof Filter filter) {
            Ranked ranked = Ranked.of(filter, planner.rexBuilder());
            return ranked == null ? null : rows(ranked, true, planner);
        }
        return null;
    }

    /**
     * A filter on a rank.
     *
     * @param column of the rank, among the project's
     */
    private record Ranked(Project project, int column, RexOver over, RankRange range) {
        static @Nullable Ranked of(Filter filter, RexBuilder rexBuilder) {
            if (!(filter.getInput() instanceof Project project)) {
                return null;
            }
            int column = -1;
            for (int i = 0; i < project.getProjects().size(); i++) {
                RexNode expression = project.getProjects().get(i);
                if (RexOver.containsOver(expression)) {
                    if (column >= 0 || !(RexUtil.removeCast(expression) instanceof RexOver)) {
                        return null;
                    }
                    column = i;
                }
            }
            if (column < 0) {
                return null;
            }
            RexOver over = (RexOver) RexUtil.removeCast(project.getProjects().get(column));
            RankRange range = RankRange.of(filter.getCondition(), column, rexBuilder);
            boolean usesRank = range != null
                    && range.rest() != null
                    && RelOptUtil.InputFinder.bits(range.rest()).get(column);
            return range == null || usesRank || rank(over) == null ? null : new Ranked(project, column, over, range);
        }
    }

    private static @Nullable RankFunction rank(RexOver over) {
        return switch (over.getAggOperator().getName().toUpperCase(Locale.ROOT)) {
            case "ROW_NUMBER" -> RankFunction.ROW_NUMBER;
            case "RANK" -> RankFunction.RANK;
            case "DENSE_RANK" -> RankFunction.DENSE_RANK;
            default -> null;
        };
    }

    /** The project's columns of the rows that the filter lets through; the rank is NULL if it is not wanted. */
    private static StreamRel rows(Ranked ranked, boolean wantsRank, StreamPlanner planner) {
        RexBuilder rexBuilder = planner.rexBuilder();
        StreamRel input = planner.convert(ranked.project.getInput());
        Narrowing narrow =
                Narrowing.of(input, RelOptUtil.InputFinder.bits(ranked.project.getProjects(), null), planner);
        OverInput prepared = new OverInput(narrow.step(), planner);
        RexOver over = (RexOver) narrow.apply(ranked.over);
        List<Integer> partition = prepared.partition(over.getWindow());
        List<SortKey> order = prepared.order(over.getWindow());
        StreamRel step = prepared.step();
        RankRange range = ranked.range;
        boolean isConstant = range.from() == range.to();
        StreamRel top = planner.share(top(step, partition, order, ranked, wantsRank && !isConstant, planner));

        List<RexNode> projects = new ArrayList<>();
        for (int i = 0; i < ranked.project.getProjects().size(); i++) {
            RexNode expression = ranked.project.getProjects().get(i);
            if (i != ranked.column) {
                projects.add(narrow.apply(expression));
                continue;
            }
            RelDataType type = expression.getType();
            RexNode value;
            if (isConstant) {
                value = rexBuilder.makeLiteral(java.math.BigDecimal.valueOf(range.from()), type, true);
            } else if (wantsRank) {
                int rank = top.rowType().getFieldCount() - 1;
                value = rexBuilder.ensureType(type, RexInputRef.of(rank, top.rowType()), true);
            } else {
                value = rexBuilder.makeLiteral(java.math.BigDecimal.ZERO, type, true);
            }
            projects.add(value);
        }
        StreamRel calc = StreamCalc.of(top, projects, null, ranked.project.getRowType(), rexBuilder);
        RexNode rest = range.rest();
        return rest == null ? calc : StreamCalc.filter(calc, rest, rexBuilder);
    }

    private static StreamRel top(
            StreamRel input,
            List<Integer> partition,
            List<SortKey> order,
            Ranked ranked,
            boolean emitsRank,
            StreamPlanner planner) {
        StreamRel step = input;
        RankRange range = ranked.range;
        RankFunction rank = rank(ranked.over);
        boolean isFirst = rank == RankFunction.ROW_NUMBER && range.from() == 1 && range.to() == 1;
        if (order.size() == 1) {
            step = TimeAttributes.asEventTime(step, order.get(0).column(), planner);
        }
        if (isFirst
                && order.size() == 1
                && step.traits().rowtime().get(order.get(0).column())) {
            return new StreamDeduplicate(
                    step, partition, order.get(0).column(), order.get(0).descending());
        }
        RelDataTypeFactory.Builder rowType =
                planner.rexBuilder().getTypeFactory().builder();
        rowType.addAll(step.rowType().getFieldList());
        if (emitsRank) {
            rowType.add("$rank", org.apache.calcite.sql.type.SqlTypeName.BIGINT);
        }
        return new StreamTopN(
                step,
                partition,
                order,
                java.util.Objects.requireNonNull(rank),
                range.from(),
                range.to(),
                emitsRank,
                rowType.uniquify().build());
    }
}
