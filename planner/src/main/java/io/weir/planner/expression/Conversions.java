package io.weir.planner.expression;

import io.weir.planner.expression.support.Arithmetic;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;

/**
 * Converts values between types where no CAST is written: the branches of a CASE, the arguments of operators. Loses
 * nothing.
 */
final class Conversions {
    private Conversions() {}

    /** The value as one of another type to which it converts by itself; as it is if both are held alike. */
    static Value convert(MethodSource method, Value value, DataType type) {
        if (value.isAlwaysNull()) {
            return Value.ofNull(type);
        }
        if (isSame(value.type(), type)) {
            return MethodSource.as(value, type);
        }
        return CastTranslator.cast(method, value, type);
    }

    private static boolean isSame(DataType from, DataType to) {
        if (from.kind() != to.kind()) {
            boolean bothNested = JavaKind.of(from) == JavaKind.OBJECT && JavaKind.of(to) == JavaKind.OBJECT;
            return bothNested || (from.isText() && to.kind() == TypeKind.VARCHAR);
        }
        return from.kind() != TypeKind.DECIMAL || (from.scale() == to.scale() && JavaKind.of(from) == JavaKind.of(to));
    }

    /**
     * Java expression for a number as one of the type, which holds all values of its type; arguments are not null when
     * it is read.
     */
    static String number(Value value, DataType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER ->
                value.kind() == JavaKind.INT ? value.code() : "Arithmetic.toInteger(" + whole(value) + ")";
            case BIGINT -> whole(value);
            case REAL, DOUBLE -> value.asDouble();
            case DECIMAL -> decimal(value, type);
            default -> value.code();
        };
    }

    private static String whole(Value value) {
        if (value.isWholeNumber() || !value.isNumeric()) {
            return value.asLong();
        }
        return "Casts.roundToBigint(" + (value.isFloatingPoint() ? value.code() : value.asDecimal()) + ")";
    }

    /** Java expression: a number as DECIMAL of the type's precision and scale. */
    static String decimal(Value value, DataType type) {
        boolean toLong = JavaKind.of(type) == JavaKind.LONG;
        if (toLong && value.isScaledLong()) {
            return "Arithmetic.rescale(" + value.asLong() + ", " + value.scale() + ", " + type.scale() + ", "
                    + limit(type) + ")";
        }
        String source = value.isFloatingPoint() ? value.code() : value.asDecimal();
        return toLong
                ? "Arithmetic.toUnscaled(" + source + ", " + type.scale() + ", " + limit(type) + ")"
                : "Arithmetic.toDecimal(" + source + ", " + type.precision() + ", " + type.scale() + ")";
    }

    /** The first number that a decimal of at most 18 digits cannot have, unscaled. */
    static String limit(DataType type) {
        return Arithmetic.powerOfTen(type.precision()) + "L";
    }

    /** Java expression: a datetime as microseconds since the epoch without time zone. */
    static String localMicros(Value value) {
        return switch (value.type().kind()) {
            case DATE -> "Datetimes.toMicros(" + value.code() + ")";
            case TIMESTAMP_LTZ -> "state.toLocalMicros(" + value.code() + ")";
            default -> value.code();
        };
    }

    /** What the last fractional digit of a time is worth, in microseconds. */
    static String fractionUnit(DataType type) {
        return Arithmetic.powerOfTen(6 - Math.min(6, type.precision())) + "L";
    }

    static boolean isDatetime(DataType type) {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> true;
            default -> false;
        };
    }

    static boolean isInterval(DataType type) {
        return type.kind() == TypeKind.INTERVAL_DAY_TIME || type.kind() == TypeKind.INTERVAL_YEAR_MONTH;
    }
}
