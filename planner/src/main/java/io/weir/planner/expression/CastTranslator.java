package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.jspecify.annotations.Nullable;

/**
 * CAST, TRY_CAST and REINTERPRET. Digits that do not fit are rounded half away from zero, text that does not fit a
 * length is cut off, everything else that does not fit is an error (TRY_CAST: null).
 */
final class CastTranslator implements CallTranslator {

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        if (call.getOperands().size() != 1) {
            return null;
        }
        return switch (call.getKind()) {
            case CAST -> castCall(call, method, method.value(call.getOperands().get(0)));
            case SAFE_CAST -> tryCast(call, method);
            case REINTERPRET -> reinterpret(call, method);
            default -> call.getOperator().getName().equals("TRY_CAST") ? tryCast(call, method) : null;
        };
    }

    private static Value castCall(RexCall call, MethodSource method, Value operand) {
        RelDataType from = call.getOperands().get(0).getType();
        RelDataType to = call.getType();
        DataType type = TypeMapping.toDataType(to);
        if (operand.isNumeric() && Conversions.isInterval(type)) {
            return toInterval(method, operand, type, unit(to));
        }
        if (Conversions.isInterval(operand.type()) && isNumber(type)) {
            return fromInterval(method, operand, type, unit(from));
        }
        return cast(method, operand, type);
    }

    private static boolean isNumber(DataType type) {
        return new Value(type, "", "").isNumeric();
    }

    // The number stands for the last field of the interval: 3 is INTERVAL '3' DAY or INTERVAL '3' MINUTE.
    private static BigDecimal unit(RelDataType intervalType) {
        SqlIntervalQualifier qualifier = intervalType.getIntervalQualifier();
        TimeUnit unit = qualifier == null ? TimeUnit.SECOND : qualifier.getUnit();
        return unit.yearMonth ? unit.multiplier : unit.multiplier.multiply(BigDecimal.valueOf(1000));
    }

    private static Value toInterval(MethodSource method, Value operand, DataType type, BigDecimal unit) {
        String units = "java.math.BigDecimal.valueOf(" + unit.longValueExact() + "L)";
        String scaled = operand.isWholeNumber()
                ? "Math.multiplyExact((" + operand.asLong() + "), " + unit.longValueExact() + "L)"
                : "Casts.roundToBigint(" + operand.asDecimal() + ".multiply(" + units + "))";
        return method.strict(
                type,
                List.of(operand),
                JavaKind.of(type) == JavaKind.INT ? "Arithmetic.toInteger(" + scaled + ")" : scaled);
    }

    private static Value fromInterval(MethodSource method, Value operand, DataType type, BigDecimal unit) {
        DataType wide = DataType.decimal(WeirTypeSystem.MAX_DECIMAL_PRECISION, 9);
        Value exact = method.strict(
                wide,
                List.of(operand),
                "Arithmetic.divide(java.math.BigDecimal.valueOf(" + operand.asLong()
                        + "), java.math.BigDecimal.valueOf(" + unit.longValueExact() + "L), 38, 9)");
        return cast(method, exact, type);
    }

    private static Value tryCast(RexCall call, MethodSource method) {
        Value operand = method.value(call.getOperands().get(0));
        DataType type = ExpressionTranslator.typeOf(call);
        Value result = method.declare(type, true);
        method.open("try");
        method.assign(result, castCall(call, method, operand));
        method.close();
        String error = method.newName("e");
        method.open("catch (RuntimeException " + error + ")");
        method.line(result.isNull() + " = true;");
        method.close();
        return result;
    }

    // Calcite counts times and intervals in milliseconds where it reinterprets them, for TIMESTAMPDIFF for instance.
    private static Value reinterpret(RexCall call, MethodSource method) {
        Value operand = method.value(call.getOperands().get(0));
        DataType type = ExpressionTranslator.typeOf(call);
        boolean fromMicros = isMicros(operand.type());
        boolean toMicros = isMicros(type);
        if (fromMicros == toMicros) {
            return sameNumber(method, operand, type);
        }
        if (toMicros) {
            return method.strict(type, List.of(operand), "Math.multiplyExact((" + operand.asLong() + "), 1000L)");
        }
        // A difference is counted in whole units towards zero, a time from the unit that it lies in.
        String millis = operand.type().kind() == TypeKind.INTERVAL_DAY_TIME
                ? operand.code() + " / 1000L"
                : "Math.floorDiv(" + operand.code() + ", 1000L)";
        return Conversions.convert(method, method.strict(DataType.of(TypeKind.BIGINT), List.of(operand), millis), type);
    }

    private static Value sameNumber(MethodSource method, Value operand, DataType type) {
        JavaKind kind = JavaKind.of(type);
        if (kind == operand.kind()) {
            return MethodSource.as(operand, type);
        }
        if (kind == JavaKind.LONG && operand.kind() == JavaKind.INT) {
            return new Value(type, operand.isNull(), "((long) " + operand.code() + ")");
        }
        if (kind == JavaKind.INT && operand.kind() == JavaKind.LONG) {
            return method.strict(type, List.of(operand), "Arithmetic.toInteger(" + operand.code() + ")");
        }
        return cast(method, operand, type);
    }

    private static boolean isMicros(DataType type) {
        return switch (type.kind()) {
            case TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME -> true;
            default -> false;
        };
    }

    /** Writes a cast between any two types. */
    static Value cast(MethodSource method, Value value, DataType to) {
        if (value.isAlwaysNull() || value.type().kind() == TypeKind.NULL) {
            return Value.ofNull(to);
        }
        Value result = switch (to.kind()) {
            case BOOLEAN -> toBoolean(method, value, to);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> toWhole(method, value, to);
            case REAL, DOUBLE -> toFloating(method, value, to);
            case DECIMAL -> toDecimal(method, value, to);
            case CHAR, VARCHAR -> toText(method, value, to);
            case BINARY, VARBINARY -> toBytes(method, value, to);
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> toDatetime(method, value, to);
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME ->
                value.type().kind() == to.kind() ? MethodSource.as(value, to) : null;
            case ARRAY, MAP, ROW -> toNested(method, value, to);
            case NULL -> Value.ofNull(to);
        };
        if (result == null) {
            throw new WeirException(ErrorCode.TYPE_MISMATCH, "type " + value.type() + " cannot be cast to " + to);
        }
        return result;
    }

    private static @Nullable Value toBoolean(MethodSource method, Value value, DataType to) {
        if (value.kind() == JavaKind.BOOLEAN) {
            return MethodSource.as(value, to);
        }
        if (value.isText()) {
            return method.strict(to, List.of(value), "Casts.textToBoolean(" + value.code() + ")");
        }
        if (!value.isNumeric()) {
            return null;
        }
        return method.strict(
                to,
                List.of(value),
                value.kind() == JavaKind.DECIMAL ? value.code() + ".signum() != 0" : value.code() + " != 0");
    }

    private static @Nullable Value toWhole(MethodSource method, Value value, DataType to) {
        String name = to.kind().name().charAt(0) + to.kind().name().substring(1).toLowerCase(Locale.ROOT);
        if (value.isText()) {
            return method.strict(to, List.of(value), "Casts.textTo" + name + "(" + value.code() + ")");
        }
        if (value.kind() == JavaKind.BOOLEAN) {
            return method.strict(to, List.of(value), "(" + value.code() + " ? 1 : 0)");
        }
        if (!value.isNumeric()) {
            return null;
        }
        if (value.isWholeNumber() && value.digits() <= new Value(to, "", "").digits()) {
            return to.kind() == TypeKind.BIGINT && value.kind() == JavaKind.INT
                    ? new Value(to, value.isNull(), "((long) " + value.code() + ")")
                    : MethodSource.as(value, to);
        }
        String whole;
        if (value.isWholeNumber()) {
            whole = value.asLong();
        } else if (value.isDecimal() && value.kind() == JavaKind.LONG) {
            whole = value.scale() == 0
                    ? value.code()
                    : "Arithmetic.scaleDown(" + value.code() + ", " + value.scale() + ")";
        } else {
            whole = "Casts.roundToBigint(" + value.code() + ")";
        }
        return method.strict(
                to, List.of(value), to.kind() == TypeKind.BIGINT ? whole : "Arithmetic.to" + name + "(" + whole + ")");
    }

    private static @Nullable Value toFloating(MethodSource method, Value value, DataType to) {
        String result;
        if (value.isText()) {
            result = "Casts.textToDouble(" + value.code() + ")";
        } else if (value.kind() == JavaKind.BOOLEAN) {
            result = "(" + value.code() + " ? 1.0 : 0.0)";
        } else if (value.isNumeric()) {
            if (value.isFloatingPoint()
                    && (to.kind() == TypeKind.DOUBLE || value.type().kind() == TypeKind.REAL)) {
                return MethodSource.as(value, to);
            }
            result = value.asDouble();
        } else {
            return null;
        }
        return method.strict(
                to, List.of(value), to.kind() == TypeKind.REAL ? "Arithmetic.toReal(" + result + ")" : result);
    }

    private static @Nullable Value toDecimal(MethodSource method, Value value, DataType to) {
        if (value.isText()) {
            String text = JavaKind.of(to) == JavaKind.LONG
                    ? "Casts.textToUnscaled(" + value.code() + ", " + to.scale() + ", " + Conversions.limit(to) + ")"
                    : "Casts.textToDecimal(" + value.code() + ", " + to.precision() + ", " + to.scale() + ")";
            return method.strict(to, List.of(value), text);
        }
        if (value.kind() == JavaKind.BOOLEAN) {
            return toDecimal(method, Objects.requireNonNull(toWhole(method, value, DataType.of(TypeKind.INTEGER))), to);
        }
        if (!value.isNumeric()) {
            return null;
        }
        boolean same = value.isDecimal() && value.scale() == to.scale() && value.kind() == JavaKind.of(to);
        if (same && value.type().precision() <= to.precision()) {
            return MethodSource.as(value, to);
        }
        return method.strict(to, List.of(value), Conversions.decimal(value, to));
    }

    private static @Nullable Value toText(MethodSource method, Value value, DataType to) {
        String code = value.code();
        int digits = value.type().precision();
        String call = switch (value.type().kind()) {
            case CHAR, VARCHAR -> "";
            case BOOLEAN -> "Casts.booleanToText(%s, " + code + ")";
            case TINYINT, SMALLINT, INTEGER, BIGINT -> "Casts.longToText(%s, " + code + ")";
            case REAL -> "Casts.realToText(%s, " + code + ")";
            case DOUBLE -> "Casts.doubleToText(%s, " + code + ")";
            case DECIMAL ->
                value.kind() == JavaKind.LONG
                        ? "Casts.decimalToText(%s, " + code + ", " + value.scale() + ")"
                        : "Casts.decimalToText(%s, " + code + ")";
            case BINARY, VARBINARY -> "TextFunctions.validated(%s, " + code + ")";
            case DATE -> "Datetimes.dateToText(%s, " + code + ")";
            case TIME -> "Datetimes.timeToText(%s, " + code + ", " + digits + ")";
            case TIMESTAMP -> "Datetimes.timestampToText(%s, " + code + ", " + digits + ")";
            case TIMESTAMP_LTZ -> "Datetimes.timestampToText(%s, state.toLocalMicros(" + code + "), " + digits + ")";
            case INTERVAL_YEAR_MONTH -> "Casts.monthsToText(%s, " + code + ")";
            case INTERVAL_DAY_TIME -> "Casts.microsToText(%s, " + code + ")";
            case ARRAY, MAP, ROW ->
                "NestedValues.toText(%s, " + code + ", "
                        + method.owner().constant("io.weir.spi.data.DataType", value.type(), value.type()) + ", state)";
            case NULL -> null;
        };
        if (call == null) {
            return null;
        }
        Value text = call.isEmpty() ? value : method.strictText(DataType.of(TypeKind.VARCHAR), List.of(value), call);
        return limit(method, text, to, "toChar", "toVarchar", TypeKind.CHAR);
    }

    private static @Nullable Value toBytes(MethodSource method, Value value, DataType to) {
        if (value.kind() != JavaKind.TEXT) {
            return null;
        }
        Value bytes = value.isText() ? MethodSource.as(value, DataType.of(TypeKind.VARBINARY)) : value;
        return limit(method, bytes, to, "toBinary", "toVarbinary", TypeKind.BINARY);
    }

    private static Value limit(
            MethodSource method, Value value, DataType to, String fixed, String varying, TypeKind fixedKind) {
        int length = to.precision();
        boolean isFixed = to.kind() == fixedKind;
        boolean fits = value.type().precision() <= length
                && (!isFixed
                        || (value.type().kind() == fixedKind && value.type().precision() == length));
        if (fits || (!isFixed && length == DataType.UNBOUNDED_LENGTH)) {
            return MethodSource.as(value, to);
        }
        return method.strictText(
                to,
                List.of(value),
                "Casts." + (isFixed ? fixed : varying) + "(%s, " + value.code() + ", " + length + ")");
    }

    private static @Nullable Value toDatetime(MethodSource method, Value value, DataType to) {
        String code = value.code();
        TypeKind from = value.type().kind();
        String micros;
        if (value.isText()) {
            micros = switch (to.kind()) {
                case DATE -> "Casts.textToDate(" + code + ")";
                case TIME -> "Casts.textToTime(" + code + ")";
                case TIMESTAMP -> "Casts.textToTimestamp(" + code + ")";
                default -> "Casts.textToInstant(" + code + ", state)";
            };
        } else if (!Conversions.isDatetime(value.type())) {
            return null;
        } else if (from == to.kind()) {
            micros = code;
        } else {
            // A time of day alone stands for that time today, as the standard says.
            String local = from == TypeKind.TIME
                    ? "(Datetimes.toMicros(Datetimes.daysOf(state.localNowMicros())) + " + code + ")"
                    : Conversions.localMicros(value);
            micros = switch (to.kind()) {
                case DATE -> "Datetimes.daysOf(" + local + ")";
                case TIME -> "Datetimes.timeOf(" + local + ")";
                case TIMESTAMP -> local;
                default -> "state.toInstantMicros(" + local + ")";
            };
        }
        boolean shorter = value.isText() || value.type().precision() > to.precision();
        if (to.kind() != TypeKind.DATE && to.precision() < 6 && shorter) {
            micros = "Datetimes.truncate(" + micros + ", " + Conversions.fractionUnit(to) + ")";
        }
        return micros.equals(code) ? MethodSource.as(value, to) : method.strict(to, List.of(value), micros);
    }

    private static @Nullable Value toNested(MethodSource method, Value value, DataType to) {
        if (value.type().kind() != to.kind()) {
            return null;
        }
        if (value.type().withNullable(true).equals(to.withNullable(true))
                || value.type().children().equals(to.children())) {
            return MethodSource.as(value, to);
        }
        String from = method.owner().constant("io.weir.spi.data.DataType", value.type(), value.type());
        String target = method.owner().constant("io.weir.spi.data.DataType", to, to);
        return method.strict(
                to, List.of(value), "NestedValues.cast(" + value.code() + ", " + from + ", " + target + ", state)");
    }
}
