package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.physical.StreamTraits.WindowColumns;
import io.weir.planner.physical.StreamWindowAggregate.EmitTimes;
import io.weir.planner.validate.WindowTableFunction;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * GROUP BY window_start, window_end and keys.
 *
 * <pre>
 * Aggregate(keys, window)          Calc(columns in the order wanted, window_time)
 *   Calc(keys, window)        ->     WindowAggregate(keys; cuts windows)
 *     Window(time)                     Calc(keys, time)
 *       Input                            Input
 * </pre>
 *
 * The window is cut by the aggregate itself if nothing in between looks at it; otherwise rows carry their window, and
 * the aggregate takes it as it comes.
 */
final class StreamWindowAggregateRule implements PhysicalRule {
    /** Calcite counts intervals in milliseconds. */
    private static final BigDecimal MICROSECOND = new BigDecimal("0.001");

    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof Aggregate aggregate) || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return null;
        }
        StreamRel input = planner.convert(aggregate.getInput());
        WindowColumns window = input.traits().window();
        if (window == null || !window.isDeterminedBy(aggregate.getGroupSet())) {
            return null;
        }
        List<Integer> keys = aggregate.getGroupSet().asList().stream()
                .filter(column -> !window.contains(column))
                .toList();
        boolean usesWindow = aggregate.getAggCallList().stream()
                .anyMatch(call ->
                        call.getArgList().stream().anyMatch(window::contains) || window.contains(call.filterArg));
        CutInput cut = usesWindow ? null : CutInput.of(input, window, planner);
        if (cut != null && cut.window().window().kind() == WindowSpecification.Kind.SESSION) {
            cut.checkSession(keys);
        }
        boolean corrects = !input.traits().isInsertOnly()
                && !planner.options().allowedLateness().isZero();
        if (cut == null && (!window.isWhole() || corrects)) {
            return null; // Corrections of a window that has ended would come too late for another that ends with it.
        }
        StreamWindowAggregate result = cut == null
                ? attached(aggregate, withLateColumns(input, planner), keys, window, planner)
                : cutting(aggregate, cut, keys, planner);
        return output(aggregate, (StreamWindowAggregate) planner.share(result), keys, window, planner);
    }

    private static StreamWindowAggregate attached(
            Aggregate aggregate, StreamRel input, List<Integer> keys, WindowColumns window, StreamPlanner planner) {
        List<AggregateCall> calls = AggregateCalls.of(aggregate.getAggCallList(), input);
        return StreamWindowAggregate.attached(
                input, keys, calls, window.start(), window.end(), rowType(aggregate, input, keys, window, planner));
    }

    private static StreamWindowAggregate cutting(
            Aggregate aggregate, CutInput cut, List<Integer> keys, StreamPlanner planner) {
        List<AggregateCall> calls = new ArrayList<>();
        StreamRel above = planner.convert(aggregate.getInput());
        for (AggregateCall call : AggregateCalls.of(aggregate.getAggCallList(), above)) {
            calls.add(cut.moved(call));
        }
        EmitTimes emit = new EmitTimes(
                planner.options().earlyFireDelay().toMillis(),
                planner.options().allowedLateness().toMillis() * 1000,
                planner.options().lateFireDelay().toMillis());
        return StreamWindowAggregate.cutting(
                cut.input(),
                cut.moved(keys),
                calls,
                cut.window().window(),
                cut.timeColumn(),
                emit,
                rowType(aggregate, above, keys, requireNonNull(above.traits().window()), planner));
    }

    /** Rows that carry their window, with what a table for late rows wants of the windowed table behind. */
    private static StreamRel withLateColumns(StreamRel input, StreamPlanner planner) {
        if (!(input instanceof StreamCalc calc) || !(calc.input() instanceof StreamWindowTable window)) {
            return input;
        }
        List<Integer> columns = lateColumns(calc, window, planner);
        if (columns.isEmpty()) {
            return input;
        }
        List<RexNode> projects = new ArrayList<>(calc.projects());
        RelDataTypeFactory.Builder rowType =
                planner.rexBuilder().getTypeFactory().builder();
        rowType.addAll(calc.rowType().getFieldList());
        for (int column : columns) {
            projects.add(RexInputRef.of(column, window.rowType()));
            rowType.add(window.rowType().getFieldList().get(column));
        }
        return planner.share(StreamCalc.of(window, projects, calc.condition(), rowType.build(), planner.rexBuilder()));
    }

    /**
     * Columns of the windowed table that only a table for late rows wants. They keep their name, so a column of that
     * name that the query has computed stands for it.
     */
    private static List<Integer> lateColumns(StreamCalc calc, StreamWindowTable window, StreamPlanner planner) {
        Set<String> wanted = planner.lateRows().columns();
        List<String> present = calc.rowType().getFieldNames();
        List<String> names = window.input().rowType().getFieldNames();
        return StreamRel.range(0, names.size()).stream()
                .filter(i ->
                        wanted.contains(names.get(i)) && present.stream().noneMatch(names.get(i)::equalsIgnoreCase))
                .toList();
    }

    /** Keys, results, start, end. */
    private static RelDataType rowType(
            Aggregate aggregate, StreamRel input, List<Integer> keys, WindowColumns window, StreamPlanner planner) {
        RelDataTypeFactory.Builder rowType =
                planner.rexBuilder().getTypeFactory().builder();
        keys.forEach(key -> rowType.add(input.rowType().getFieldList().get(key)));
        int groupCount = aggregate.getGroupCount();
        rowType.addAll(aggregate
                .getRowType()
                .getFieldList()
                .subList(groupCount, aggregate.getRowType().getFieldCount()));
        RelDataType edge = input.rowType()
                .getFieldList()
                .get(window.end() >= 0 ? window.end() : window.start())
                .getType();
        rowType.add(WindowTableFunction.WINDOW_START, edge);
        rowType.add(WindowTableFunction.WINDOW_END, edge);
        return rowType.uniquify().build();
    }

    /** The columns in the order of the logical aggregate; the window's time is a microsecond before its end. */
    private static StreamRel output(
            Aggregate aggregate,
            StreamWindowAggregate result,
            List<Integer> keys,
            WindowColumns window,
            StreamPlanner planner) {
        RexBuilder rexBuilder = planner.rexBuilder();
        int width = result.rowType().getFieldCount();
        List<RexNode> projects = new ArrayList<>();
        int timeOutput = -1;
        for (int group : aggregate.getGroupSet()) {
            if (group == window.start()) {
                projects.add(RexInputRef.of(width - 2, result.rowType()));
            } else if (group == window.end()) {
                projects.add(RexInputRef.of(width - 1, result.rowType()));
            } else if (group == window.time()) {
                timeOutput = projects.size();
                projects.add(windowTime(RexInputRef.of(width - 1, result.rowType()), rexBuilder));
            } else {
                projects.add(RexInputRef.of(keys.indexOf(group), result.rowType()));
            }
        }
        for (int call = 0; call < aggregate.getAggCallList().size(); call++) {
            projects.add(RexInputRef.of(keys.size() + call, result.rowType()));
        }
        StreamCalc calc = StreamCalc.of(result, projects, null, aggregate.getRowType(), rexBuilder);
        if (timeOutput < 0) {
            return calc;
        }
        WindowColumns moved = requireNonNull(calc.traits().window());
        return calc.withTraits(calc.traits()
                .withRowtime(calc.traits().rowtime().set(timeOutput))
                .withWindow(new WindowColumns(
                        moved.start(), moved.end(), timeOutput, moved.endSuffices(), moved.startSuffices())));
    }

    private static RexNode windowTime(RexNode end, RexBuilder rexBuilder) {
        RexNode instant = rexBuilder.makeIntervalLiteral(
                MICROSECOND, new SqlIntervalQualifier(TimeUnit.SECOND, null, SqlParserPos.ZERO));
        return rexBuilder.makeCall(end.getType(), SqlStdOperatorTable.MINUS_DATE, List.of(end, instant));
    }

    /**
     * The input of an aggregate that cuts windows itself.
     *
     * @param input below the window, with the columns that the aggregate needs
     * @param targets where the columns that stood above the window stand in it
     * @param origins which columns of the windowed table they hand on, -1 if they are computed
     */
    private record CutInput(
            StreamRel input,
            StreamWindowTable window,
            int timeColumn,
            Map<Integer, Integer> targets,
            Map<Integer, Integer> origins) {
        static @Nullable CutInput of(StreamRel above, WindowColumns columns, StreamPlanner planner) {
            if (above instanceof StreamWindowTable window) {
                Map<Integer, Integer> targets = new HashMap<>();
                StreamRel.range(0, window.input().rowType().getFieldCount()).forEach(i -> targets.put(i, i));
                return new CutInput(window.input(), window, window.timeColumn(), targets, targets);
            }
            if (!(above instanceof StreamCalc calc) || !(calc.input() instanceof StreamWindowTable window)) {
                return null;
            }
            int width = window.input().rowType().getFieldCount();
            RexNode condition = calc.condition();
            if (condition != null && RelOptUtil.InputFinder.bits(condition).length() > width) {
                return null;
            }
            RexBuilder rexBuilder = planner.rexBuilder();
            RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
            List<RexNode> projects = new ArrayList<>();
            Map<Integer, Integer> targets = new HashMap<>();
            Map<Integer, Integer> origins = new HashMap<>();
            for (int i = 0; i < calc.projects().size(); i++) {
                RexNode project = calc.projects().get(i);
                if (columns.contains(i) || isWindowColumn(project, width)) {
                    continue;
                }
                if (RelOptUtil.InputFinder.bits(project).length() > width) {
                    return null;
                }
                targets.put(i, projects.size());
                origins.put(i, StreamCalc.sourceColumn(project));
                projects.add(project);
                rowType.add(calc.rowType().getFieldList().get(i));
            }
            for (int column : lateColumns(calc, window, planner)) {
                projects.add(RexInputRef.of(column, window.input().rowType()));
                rowType.add(window.input().rowType().getFieldList().get(column));
            }
            int timeColumn = projects.size();
            projects.add(RexInputRef.of(window.timeColumn(), window.input().rowType()));
            rowType.add(window.input().rowType().getFieldList().get(window.timeColumn()));
            StreamRel input = planner.share(StreamCalc.of(
                    window.input(), projects, condition, rowType.uniquify().build(), rexBuilder));
            return new CutInput(input, window, timeColumn, targets, origins);
        }

        private static boolean isWindowColumn(RexNode project, int width) {
            return project instanceof RexInputRef ref && ref.getIndex() >= width;
        }

        /** Sessions are kept apart by the aggregate's keys, so these must be the session's own. */
        void checkSession(List<Integer> keys) {
            Set<Integer> grouped = new HashSet<>(sources(keys));
            if (!grouped.equals(new HashSet<>(window.window().sessionKeys()))) {
                throw new WeirException(
                                ErrorCode.UNSUPPORTED_FEATURE,
                                "SESSION windows must be grouped by window_start, window_end and the columns of their PARTITION BY")
                        .withHint("Name the same columns in PARTITION BY and in GROUP BY.");
            }
        }

        /** The columns of the windowed table that columns above it hand on; -1 for computed ones. */
        private List<Integer> sources(List<Integer> columns) {
            return columns.stream()
                    .map(column -> origins.getOrDefault(column, -1))
                    .toList();
        }

        List<Integer> moved(List<Integer> columns) {
            return columns.stream()
                    .map(column -> requireNonNull(targets.get(column)))
                    .toList();
        }

        AggregateCall moved(AggregateCall call) {
            return AggregateCalls.moved(call, column -> requireNonNull(targets.get(column)));
        }
    }
}
