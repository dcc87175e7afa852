package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.TypeMapping;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.over.FrameSpec;
import io.weir.runtime.operator.over.FrameSpec.Bound;
import io.weir.runtime.operator.over.FrameSpec.Place;
import io.weir.runtime.operator.over.OverCall;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.type.SqlTypeFamily;

/** Calcite's calls with OVER as the runtime's. */
final class OverCalls {
    private OverCalls() {}

    /** @param input gets the columns that the call computes from */
    static OverCall of(RexOver over, OverInput input) {
        String name = over.getAggOperator().getName().toUpperCase(Locale.ROOT);
        List<RexNode> operands = over.getOperands();
        DataType type = TypeMapping.toDataType(over.getType());
        FrameSpec frame = frame(over.getWindow());
        return switch (name) {
            case "ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST" ->
                OverCall.ranking(OverCall.Kind.valueOf(name), type);
            case "NTILE" -> call(OverCall.Kind.NTILE, List.of(), positive(operands, 0, name), over, frame);
            case "LAG", "LEAD" -> {
                List<Integer> arguments = new ArrayList<>(List.of(input.column(operands.get(0))));
                if (operands.size() > 2) {
                    arguments.add(input.column(operands.get(2)));
                }
                yield call(OverCall.Kind.valueOf(name), arguments, number(operands, 1, 1, name), over, frame);
            }
            case "FIRST_VALUE", "LAST_VALUE" ->
                call(OverCall.Kind.valueOf(name), List.of(input.column(operands.get(0))), 0, over, frame);
            case "NTH_VALUE" ->
                call(
                        OverCall.Kind.NTH_VALUE,
                        List.of(input.column(operands.get(0))),
                        positive(operands, 1, name),
                        over,
                        frame);
            default -> {
                List<Integer> arguments = operands.stream().map(input::column).toList();
                List<DataType> types = operands.stream()
                        .map(operand -> TypeMapping.toDataType(operand.getType()))
                        .toList();
                AggregateCall.Kind kind = AggregateCalls.kind(name);
                yield OverCall.aggregate(
                        new AggregateCall(kind, arguments, types, -1, over.isDistinct(), List.of(), type, List.of()),
                        frame);
            }
        };
    }

    private static OverCall call(
            OverCall.Kind kind, List<Integer> arguments, long number, RexOver over, FrameSpec frame) {
        return new OverCall(
                kind,
                arguments,
                Optional.empty(),
                frame,
                number,
                over.ignoreNulls(),
                TypeMapping.toDataType(over.getType()));
    }

    private static long positive(List<RexNode> operands, int index, String function) {
        long number = number(operands, index, 1, function);
        if (number == 0) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE, "function \"" + function + "\" wants a number of at least 1, found 0");
        }
        return number;
    }

    private static long number(List<RexNode> operands, int index, long missing, String function) {
        if (index >= operands.size()) {
            return missing;
        }
        BigDecimal value = RexUtil.removeCast(operands.get(index)) instanceof RexLiteral literal && !literal.isNull()
                ? literal.getValueAs(BigDecimal.class)
                : null;
        if (value == null || value.signum() < 0 || !isLong(value)) {
            throw new WeirException(
                    ErrorCode.VALIDATION_ERROR, "function \"" + function + "\" wants a whole number as a literal here");
        }
        return value.longValueExact();
    }

    private static boolean isLong(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0 && value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    }

    private static FrameSpec frame(RexWindow window) {
        FrameSpec.Unit unit = window.isRows() ? FrameSpec.Unit.ROWS : FrameSpec.Unit.RANGE;
        return new FrameSpec(unit, bound(window.getLowerBound()), bound(window.getUpperBound()));
    }

    private static Bound bound(RexWindowBound bound) {
        if (bound.isUnbounded()) {
            return Bound.of(bound.isPreceding() ? Place.UNBOUNDED_PRECEDING : Place.UNBOUNDED_FOLLOWING);
        }
        if (bound.isCurrentRow()) {
            return Bound.of(Place.CURRENT_ROW);
        }
        RexNode offset = requireNonNull(bound.getOffset());
        BigDecimal value = RexUtil.removeCast(offset) instanceof RexLiteral literal && !literal.isNull()
                ? literal.getValueAs(BigDecimal.class)
                : null;
        if (value == null || value.signum() < 0) {
            throw new WeirException(
                    ErrorCode.VALIDATION_ERROR, "the bounds of a window frame must be literals that are not negative");
        }
        boolean isTime = offset.getType().getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_DAY_TIME;
        return new Bound(
                bound.isPreceding() ? Place.PRECEDING : Place.FOLLOWING, isTime ? value.movePointRight(3) : value);
    }

    /** {@code SUM(price) ROWS 10 PRECEDING to CURRENT_ROW}, columns by the names or meanings given. */
    static String text(OverCall call, List<String> names) {
        boolean isRanking = call.kind() != OverCall.Kind.AGGREGATE
                && call.arguments().isEmpty()
                && call.kind() != OverCall.Kind.NTILE;
        if (isRanking) {
            return call.kind() + "()";
        }
        String function;
        if (call.aggregate().isPresent()) {
            function = AggregateCalls.text(call.aggregate().get(), names);
        } else {
            List<String> arguments = new ArrayList<>();
            call.arguments().forEach(column -> arguments.add(names.get(column)));
            if (call.number() > 0) {
                arguments.add(Math.min(1, arguments.size()), Long.toString(call.number()));
            }
            function = call.kind() + "(" + String.join(", ", arguments) + ")";
        }
        boolean hasFrame = switch (call.kind()) {
            case AGGREGATE, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> true;
            default -> false;
        };
        return function
                + (call.ignoreNulls() ? " IGNORE NULLS" : "")
                + (hasFrame
                        ? " " + call.frame().unit() + " " + text(call.frame().from()) + " to "
                                + text(call.frame().to())
                        : "");
    }

    private static String text(Bound bound) {
        String place = bound.place().name().replace('_', ' ').toLowerCase(Locale.ROOT);
        return bound.offset().signum() == 0 ? place : bound.offset().toPlainString() + " " + place;
    }
}
