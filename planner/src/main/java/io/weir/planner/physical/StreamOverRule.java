package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.TypeMapping;
import io.weir.planner.physical.WindowFunction.Frame;
import io.weir.planner.physical.WindowFunction.Unit;
import io.weir.runtime.operator.SortKey;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.jspecify.annotations.Nullable;

/**
 * A projection with OVER: one step for each combination of partitioning and order, each adding its results, and a calc for the rest.
 *
 * <pre>
 * Project(a, f OVER v, g OVER w + 1)   ->   Calc(a, f, g + 1)
 *   Input                                     Over(w, g)
 *                                               Over(v, f)
 *                                                 Input
 * </pre>
 */
final class StreamOverRule implements PhysicalRule {
    /** Arguments that say how to compute, and must be literals. */
    private static final Map<String, Set<Integer>> LITERAL_ARGUMENTS =
            Map.of("LAG", Set.of(1), "LEAD", Set.of(1), "NTILE", Set.of(0), "NTH_VALUE", Set.of(1));

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
        List<WindowFunction> functions =
                group.stream().map(over -> function(over, prepared)).toList();
        StreamRel step = prepared.step();
        RelDataTypeFactory.Builder rowType =
                planner.rexBuilder().getTypeFactory().builder();
        rowType.addAll(step.rowType().getFieldList());
        for (RexOver over : group) {
            int column = step.rowType().getFieldCount() + group.indexOf(over);
            results.put(over, column);
            rowType.add("$" + column, over.getType());
        }
        RelDataType outputType = rowType.uniquify().build();
        return planner.share(new StreamOver(step, partition, order, functions, outputType));
    }

    private static WindowFunction function(RexOver over, OverInput input) {
        String name = over.getAggOperator().getName().toUpperCase(Locale.ROOT);
        List<Integer> arguments = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        List<Object> literals = new ArrayList<>();
        for (int i = 0; i < over.getOperands().size(); i++) {
            RexNode operand = over.getOperands().get(i);
            if (LITERAL_ARGUMENTS.getOrDefault(name, Set.of()).contains(i)) {
                literals.add(literal(operand, name));
            } else {
                arguments.add(input.column(operand));
                types.add(TypeMapping.toDataType(operand.getType()));
            }
        }
        return new WindowFunction(
                name.equals("$SUM0") ? "SUM0" : name,
                arguments,
                types,
                over.isDistinct(),
                over.ignoreNulls(),
                frame(over.getWindow()),
                TypeMapping.toDataType(over.getType()),
                literals);
    }

    private static Object literal(RexNode operand, String function) {
        BigDecimal value = RexUtil.removeCast(operand) instanceof RexLiteral literal && !literal.isNull()
                ? literal.getValueAs(BigDecimal.class)
                : null;
        if (value == null) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "function \"" + function + "\" wants a literal here");
        }
        return value.longValueExact();
    }

    private static Frame frame(RexWindow window) {
        Unit unit = window.isRows() ? Unit.ROWS : Unit.RANGE;
        return new Frame(unit, offset(window.getLowerBound(), window), offset(window.getUpperBound(), window));
    }

    private static long offset(RexWindowBound bound, RexWindow window) {
        if (bound.isUnbounded()) {
            return bound.isPreceding() ? Frame.UNBOUNDED_FROM : Frame.UNBOUNDED_TO;
        }
        if (bound.isCurrentRow()) {
            return 0;
        }
        RexNode offset = requireNonNull(bound.getOffset());
        BigDecimal value =
                RexUtil.removeCast(offset) instanceof RexLiteral literal ? literal.getValueAs(BigDecimal.class) : null;
        if (value == null) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "the bounds of a window frame must be literals");
        }
        boolean isTime = offset.getType().getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_DAY_TIME;
        if (!isTime && !window.isRows() && value.stripTrailingZeros().scale() > 0) {
            throw new WeirException(
                    ErrorCode.UNSUPPORTED_FEATURE,
                    "the bounds of RANGE must be whole numbers or intervals, found " + value);
        }
        long distance = isTime ? value.movePointRight(3).longValueExact() : value.longValueExact();
        return bound.isPreceding() ? -distance : distance;
    }
}
