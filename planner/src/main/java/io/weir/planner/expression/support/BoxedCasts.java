package io.weir.planner.expression.support;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;

/**
 * Casts of boxed values, for the elements of nested ones. Every cast goes by way of text or of BigDecimal: not for hot
 * loops.
 */
final class BoxedCasts {
    private BoxedCasts() {}

    static Object cast(Object value, DataType from, DataType to, EvaluationState state) {
        if (value instanceof Boolean || value instanceof Number) {
            if (to.kind() == TypeKind.BOOLEAN) {
                return value instanceof Boolean
                        ? value
                        : number(value, from, to).signum() != 0;
            }
            switch (to.kind()) {
                case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> {
                    return fromNumber(number(value, from, to), to);
                }
                default -> {
                    if (from.kind() == to.kind()) {
                        return value;
                    }
                }
            }
        }
        if (value instanceof byte[] bytes && !to.isText()) {
            return bytes;
        }
        return fromText(text(value, from, state), from, to, state);
    }

    private static BigDecimal number(Object value, DataType from, DataType to) {
        return switch (from.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> BigDecimal.valueOf(((Number) value).longValue());
            case BOOLEAN -> (Boolean) value ? BigDecimal.ONE : BigDecimal.ZERO;
            case REAL, DOUBLE -> new BigDecimal(value.toString());
            case DECIMAL -> (BigDecimal) value;
            default -> throw impossible(from, to);
        };
    }

    private static Object fromNumber(BigDecimal value, DataType to) {
        return switch (to.kind()) {
            case TINYINT -> Arithmetic.toTinyint(Casts.roundToBigint(value));
            case SMALLINT -> Arithmetic.toSmallint(Casts.roundToBigint(value));
            case INTEGER -> Arithmetic.toInteger(Casts.roundToBigint(value));
            case BIGINT -> Casts.roundToBigint(value);
            case REAL -> Arithmetic.toReal(value.doubleValue());
            case DOUBLE -> value.doubleValue();
            default -> Arithmetic.toDecimal(value, to.precision(), to.scale());
        };
    }

    static String text(Object value, DataType from, EvaluationState state) {
        Text text = new Text();
        switch (from.kind()) {
            case BOOLEAN -> Casts.booleanToText(text, (Boolean) value);
            case REAL -> Casts.realToText(text, (Double) value);
            case DECIMAL -> Casts.decimalToText(text, (BigDecimal) value);
            case DATE -> Datetimes.dateToText(text, (Integer) value);
            case TIME -> Datetimes.timeToText(text, (Long) value, from.precision());
            case TIMESTAMP -> Datetimes.timestampToText(text, (Long) value, from.precision());
            case TIMESTAMP_LTZ -> Datetimes.timestampToText(text, state.toLocalMicros((Long) value), from.precision());
            case INTERVAL_YEAR_MONTH -> Casts.monthsToText(text, (Integer) value);
            case INTERVAL_DAY_TIME -> Casts.microsToText(text, (Long) value);
            case BINARY, VARBINARY -> TextFunctions.validated(text, new Text((byte[]) value));
            default -> text.set(value.toString());
        }
        return text.toString();
    }

    private static Object fromText(String value, DataType from, DataType to, EvaluationState state) {
        Text text = Text.of(value);
        Text result = new Text();
        return switch (to.kind()) {
            case BOOLEAN -> Casts.textToBoolean(text);
            case TINYINT -> Casts.textToTinyint(text);
            case SMALLINT -> Casts.textToSmallint(text);
            case INTEGER -> Casts.textToInteger(text);
            case BIGINT -> Casts.textToBigint(text);
            case REAL -> Arithmetic.toReal(Casts.textToDouble(text));
            case DOUBLE -> Casts.textToDouble(text);
            case DECIMAL -> Casts.textToDecimal(text, to.precision(), to.scale());
            case CHAR -> {
                Casts.toChar(result, text, to.precision());
                yield result.toString();
            }
            case VARCHAR -> {
                Casts.toVarchar(result, text, to.precision());
                yield result.toString();
            }
            case BINARY, VARBINARY -> text.bytes();
            case DATE -> Casts.textToDate(text);
            case TIME -> Casts.textToTime(text);
            case TIMESTAMP -> Casts.textToTimestamp(text);
            case TIMESTAMP_LTZ -> Casts.textToInstant(text, state);
            default -> throw impossible(from, to);
        };
    }

    private static WeirException impossible(DataType from, DataType to) {
        return new WeirException(ErrorCode.TYPE_MISMATCH, "type " + from + " cannot be cast to " + to);
    }
}
