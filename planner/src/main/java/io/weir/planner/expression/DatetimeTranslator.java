package io.weir.planner.expression;

import io.weir.planner.expression.support.Datetimes;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * EXTRACT, FLOOR and CEIL to a unit, and the sums and differences of datetimes and intervals, all to the microsecond.
 */
final class DatetimeTranslator implements CallTranslator {

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        List<RexNode> operands = call.getOperands();
        if (call.getOperator() instanceof TimestampDiff) {
            return difference(call, method);
        }
        if (operands.size() != 2) {
            return null;
        }
        return switch (call.getKind()) {
            case EXTRACT -> extract(call, method);
            case FLOOR, CEIL -> floorOrCeil(call, method);
            case PLUS, MINUS -> sum(call, method);
            default -> null;
        };
    }

    /** The unit that a symbol literal names, or null if there is none of that name here. */
    static Datetimes.@Nullable Unit unit(RexNode node) {
        RexLiteral literal = MethodSource.literal(node);
        if (literal == null) {
            return null;
        }
        Object symbol = literal.getValue();
        String name;
        if (symbol instanceof TimeUnitRange range) {
            name = range.endUnit == null ? range.startUnit.name() : "";
        } else if (symbol instanceof TimeUnit timeUnit) {
            name = timeUnit.name();
        } else {
            return null;
        }
        for (Datetimes.Unit unit : Datetimes.Unit.values()) {
            if (unit.name().equals(name)) {
                return unit;
            }
        }
        return null;
    }

    private static @Nullable Value extract(RexCall call, MethodSource method) {
        Datetimes.Unit unit = unit(call.getOperands().get(0));
        if (unit == null) {
            return null;
        }
        Value operand = method.value(call.getOperands().get(1));
        String function = switch (operand.type().kind()) {
            case DATE -> "extractFromDays";
            case TIME -> "extractFromTime";
            case TIMESTAMP, TIMESTAMP_LTZ -> "extract";
            case INTERVAL_YEAR_MONTH -> "extractFromMonths";
            case INTERVAL_DAY_TIME -> "extractFromMicros";
            default -> null;
        };
        if (function == null) {
            return operand.isAlwaysNull() ? Value.ofNull(ExpressionTranslator.typeOf(call)) : null;
        }
        // The seconds since the epoch are those of the instant; every other field is that of the session's clock.
        boolean instant = operand.type().kind() == TypeKind.TIMESTAMP_LTZ && unit != Datetimes.Unit.EPOCH;
        String source = instant ? Conversions.localMicros(operand) : operand.code();
        Value whole = method.strict(
                DataType.of(TypeKind.BIGINT),
                List.of(operand),
                "Datetimes." + function + "(" + unit.ordinal() + ", " + source + ")");
        return Conversions.convert(method, whole, ExpressionTranslator.typeOf(call));
    }

    private static @Nullable Value floorOrCeil(RexCall call, MethodSource method) {
        Datetimes.Unit unit = unit(call.getOperands().get(1));
        DataType type = ExpressionTranslator.typeOf(call);
        DataType from = ExpressionTranslator.typeOf(call.getOperands().get(0));
        if (unit == null || !Conversions.isDatetime(from) || !Conversions.isDatetime(type)) {
            return null;
        }
        Value operand = method.value(call.getOperands().get(0));
        String name = call.getKind() == SqlKind.FLOOR ? "floor" : "ceil";
        String function = "Datetimes." + name + (from.kind() == TypeKind.DATE ? "Days(" : "(") + unit.ordinal() + ", ";
        String expression = switch (from.kind()) {
            case TIMESTAMP_LTZ -> "state." + name + "Instant(" + unit.ordinal() + ", " + operand.code() + ")";
            case TIME -> "Datetimes.timeOf(" + function + operand.code() + "))";
            default -> function + operand.code() + ")";
        };
        return Conversions.convert(method, method.strict(from, List.of(operand), expression), type);
    }

    private static @Nullable Value sum(RexCall call, MethodSource method) {
        DataType left = ExpressionTranslator.typeOf(call.getOperands().get(0));
        DataType right = ExpressionTranslator.typeOf(call.getOperands().get(1));
        DataType type = ExpressionTranslator.typeOf(call);
        boolean minus = call.getKind() == SqlKind.MINUS;
        if (Conversions.isDatetime(left) && Conversions.isDatetime(right) && minus) {
            return difference(call, type, method);
        }
        if (Conversions.isDatetime(left) && Conversions.isInterval(right)) {
            return plus(call, 0, type, minus, method);
        }
        if (Conversions.isInterval(left) && Conversions.isDatetime(right) && !minus) {
            return plus(call, 1, type, false, method);
        }
        return null;
    }

    /** TIMESTAMPDIFF: whole units from the second operand to the third, towards zero. */
    private static @Nullable Value difference(RexCall call, MethodSource method) {
        Datetimes.Unit unit = unit(call.getOperands().get(0));
        if (unit == null) {
            return null;
        }
        Value from = method.value(call.getOperands().get(1));
        Value to = method.value(call.getOperands().get(2));
        // Months are those of the session's calendar, everything else is the time that has passed.
        boolean bothInstants = !Datetimes.isOfMonths(unit.ordinal())
                && from.type().kind() == TypeKind.TIMESTAMP_LTZ
                && to.type().kind() == TypeKind.TIMESTAMP_LTZ;
        Value whole = method.strict(
                DataType.of(TypeKind.BIGINT),
                List.of(from, to),
                "Datetimes.between(" + unit.ordinal() + ", "
                        + (bothInstants ? from.code() : Conversions.localMicros(from)) + ", "
                        + (bothInstants ? to.code() : Conversions.localMicros(to)) + ")");
        return Conversions.convert(method, whole, ExpressionTranslator.typeOf(call));
    }

    private static @Nullable Value difference(RexCall call, DataType type, MethodSource method) {
        List<Value> operands = method.values(call.getOperands());
        Value a = operands.get(0);
        Value b = operands.get(1);
        // Months are those of the session's calendar, everything else is the time that has passed.
        boolean bothInstants = type.kind() == TypeKind.INTERVAL_DAY_TIME
                && a.type().kind() == TypeKind.TIMESTAMP_LTZ
                && b.type().kind() == TypeKind.TIMESTAMP_LTZ;
        String left = bothInstants ? a.code() : Conversions.localMicros(a);
        String right = bothInstants ? b.code() : Conversions.localMicros(b);
        return switch (type.kind()) {
            case INTERVAL_YEAR_MONTH ->
                method.strict(type, operands, "Datetimes.monthsBetween(" + left + ", " + right + ")");
            case INTERVAL_DAY_TIME -> method.strict(type, operands, "Math.subtractExact(" + left + ", " + right + ")");
            default -> null;
        };
    }

    private static @Nullable Value plus(
            RexCall call, int datetimeOperand, DataType type, boolean minus, MethodSource method) {
        List<Value> operands = method.values(call.getOperands());
        Value datetime = operands.get(datetimeOperand);
        Value interval = operands.get(1 - datetimeOperand);
        String sign = minus ? "-" : "";
        boolean months = interval.type().kind() == TypeKind.INTERVAL_YEAR_MONTH;
        TypeKind kind = datetime.type().kind();
        if (kind == TypeKind.DATE && type.kind() == TypeKind.DATE) {
            String expression = months
                    ? "Datetimes.addMonths(" + datetime.code() + ", " + sign + interval.code() + ")"
                    : "Arithmetic.toInteger(" + datetime.code() + (minus ? " - " : " + ") + interval.code() + " / "
                            + Datetimes.MICROS_PER_DAY + "L)";
            return method.strict(type, operands, expression);
        }
        if (kind == TypeKind.TIME) {
            String expression = "Datetimes.timeOf(" + datetime.code() + (minus ? " - " : " + ") + interval.code() + ")";
            return months ? Conversions.convert(method, datetime, type) : method.strict(type, operands, expression);
        }
        DataType sumType = kind == TypeKind.DATE ? DataType.of(TypeKind.TIMESTAMP) : datetime.type();
        String start = kind == TypeKind.DATE ? Conversions.localMicros(datetime) : datetime.code();
        String expression;
        if (!months) {
            expression = (minus ? "Math.subtractExact(" : "Math.addExact(") + start + ", " + interval.code() + ")";
        } else if (kind == TypeKind.TIMESTAMP_LTZ) {
            // Months are those of the session's calendar.
            expression = "state.addMonths(" + datetime.code() + ", " + sign + interval.code() + ")";
        } else {
            expression = "Datetimes.addMonths(" + start + ", " + sign + interval.code() + ")";
        }
        return Conversions.convert(method, method.strict(sumType, operands, expression), type);
    }
}
