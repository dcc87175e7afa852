package io.weir.planner.expression;

import io.weir.planner.expression.support.Arithmetic;
import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums, products and comparisons of decimals beyond 18 digits on two {@code long}s, without objects. Only where the
 * types say that nothing can overflow: 38 digits fit 127 bits. All else is left to {@link BigDecimal}.
 */
final class WideDecimals {
    /** A power of ten beyond it is no {@code long}. */
    private static final int MOST_SHIFT = 18;

    private WideDecimals() {}

    /** @param operation one of + - * and others; null if it cannot be done like that */
    static @Nullable Value arithmetic(Value a, Value b, char operation, DataType type, MethodSource method) {
        if (JavaKind.of(type) != JavaKind.DECIMAL || !isWhole(a) || !isWhole(b)) {
            return null;
        }
        return switch (operation) {
            case '*' -> product(a, b, type, method);
            case '+', '-' -> sum(a, b, operation, type, method);
            default -> null;
        };
    }

    /**
     * Java expression that compares two numbers, one of them wide, by one of {@code == != < > <= >=}; null if it cannot be done
     * like that.
     */
    static @Nullable String compare(Value a, Value b, String operator) {
        int scale = Math.max(a.scale(), b.scale());
        if (!isWhole(a)
                || !isWhole(b)
                || !fits(a, scale, WeirTypeSystem.MAX_DECIMAL_PRECISION)
                || !fits(b, scale, WeirTypeSystem.MAX_DECIMAL_PRECISION)) {
            return null;
        }
        Value.Wide x = scaled(a, scale);
        Value.Wide y = scaled(b, scale);
        if (operator.equals("==") || operator.equals("!=")) {
            boolean equal = operator.equals("==");
            return "(" + x.low() + " " + operator + " " + y.low() + (equal ? " && " : " || ") + x.high() + " "
                    + operator + " " + y.high() + ")";
        }
        return switch (operator) {
            case "<" -> isLess(x, y);
            case ">" -> isLess(y, x);
            case "<=" -> "!" + isLess(y, x);
            default -> "!" + isLess(x, y);
        };
    }

    private static String isLess(Value.Wide x, Value.Wide y) {
        return "Wide.isLess(" + x.high() + ", " + x.low() + ", " + y.high() + ", " + y.low() + ")";
    }

    /** The halves of a constant; null if it is not of its type's scale and precision. */
    static Value.@Nullable Wide constant(BigDecimal value, DataType type) {
        if (value.scale() != type.scale() || value.precision() > type.precision()) {
            return null;
        }
        BigInteger unscaled = value.unscaledValue();
        return new Value.Wide(code(unscaled.shiftRight(Long.SIZE).longValue()), code(unscaled.longValue()));
    }

    private static String code(long value) {
        return value == Long.MIN_VALUE ? "Long.MIN_VALUE" : "(" + value + "L)";
    }

    private static boolean isWhole(Value value) {
        return value.isScaledLong() || value.wide() != null;
    }

    private static boolean fits(Value value, int scale, int digits) {
        int shift = scale - value.scale();
        return shift >= 0 && shift <= MOST_SHIFT && value.digits() + shift <= digits;
    }

    private static @Nullable Value product(Value a, Value b, DataType type, MethodSource method) {
        if (type.scale() != a.scale() + b.scale()
                || a.digits() + b.digits() > type.precision()
                || (a.wide() != null && b.wide() != null)) {
            return null;
        }
        Value.Wide left = a.wide();
        Value.Wide right = b.wide();
        Value.Wide result;
        if (left != null) {
            result = times(left, "(" + b.asLong() + ")");
        } else if (right != null) {
            result = times(right, "(" + a.asLong() + ")");
        } else {
            result = new Value.Wide(
                    "Math.multiplyHigh(" + a.asLong() + ", " + b.asLong() + ")",
                    "(" + a.asLong() + ") * (" + b.asLong() + ")");
        }
        return variables(result, List.of(a, b), type, method);
    }

    private static @Nullable Value sum(Value a, Value b, char operation, DataType type, MethodSource method) {
        // One digit less than the type has, for the carry.
        if (!fits(a, type.scale(), type.precision() - 1) || !fits(b, type.scale(), type.precision() - 1)) {
            return null;
        }
        Value.Wide x = scaled(a, type.scale());
        Value.Wide y = scaled(b, type.scale());
        String name = operation == '+' ? "add" : "subtract";
        Value.Wide result = new Value.Wide(
                "Wide." + name + "High(" + x.high() + ", " + x.low() + ", " + y.high() + ", " + y.low() + ")",
                x.low() + " " + operation + " " + y.low());
        return variables(result, List.of(a, b), type, method);
    }

    // Computed for null operands too: of what stands there, and nothing here throws.
    private static Value variables(Value.Wide result, List<Value> operands, DataType type, MethodSource method) {
        String isNull = method.anyNullVariable(operands);
        if (isNull.equals(Value.ALWAYS)) {
            return Value.ofNull(type);
        }
        String high = method.newName("h");
        String low = method.newName("l");
        method.line("final long " + high + " = " + result.high() + ";");
        method.line("final long " + low + " = " + result.low() + ";");
        String object = "Wide.toDecimal(" + high + ", " + low + ", " + type.scale() + ")";
        return new Value(type, isNull, object, new Value.Wide(high, low));
    }

    private static Value.Wide scaled(Value value, int scale) {
        int shift = scale - value.scale();
        String power = Arithmetic.powerOfTen(shift) + "L";
        if (value.wide() != null) {
            return shift == 0 ? value.wide() : times(value.wide(), power);
        }
        String number = "(" + value.asLong() + ")";
        return shift == 0
                ? new Value.Wide("(" + number + " >> 63)", number)
                : new Value.Wide(
                        "Math.multiplyHigh(" + number + ", " + power + ")", "(" + number + " * " + power + ")");
    }

    private static Value.Wide times(Value.Wide value, String factor) {
        return new Value.Wide(
                "Wide.multiplyHigh(" + value.high() + ", " + value.low() + ", " + factor + ")",
                "(" + value.low() + " * " + factor + ")");
    }
}
