package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on numbers, and on intervals and numbers. Whole numbers and decimals overflow with an error, never
 * silently.
 */
final class ArithmeticTranslator implements CallTranslator {
    /**
     * Functions of doubles that are in {@link Math} or {@link io.weir.planner.expression.support.Functions} under the
     * given name.
     */
    private static final Map<String, String> DOUBLE_FUNCTIONS = Map.ofEntries(
            Map.entry("SQRT", "Functions.squareRoot"),
            Map.entry("CBRT", "Math.cbrt"),
            Map.entry("EXP", "Math.exp"),
            Map.entry("LN", "Functions.naturalLogarithm"),
            Map.entry("LOG10", "Functions.logarithm10"),
            Map.entry("LOG2", "Functions.logarithm2"),
            Map.entry("POWER", "Math.pow"),
            Map.entry("POW", "Math.pow"),
            Map.entry("SIN", "Math.sin"),
            Map.entry("COS", "Math.cos"),
            Map.entry("TAN", "Math.tan"),
            Map.entry("ASIN", "Math.asin"),
            Map.entry("ACOS", "Math.acos"),
            Map.entry("ATAN", "Math.atan"),
            Map.entry("ATAN2", "Math.atan2"),
            Map.entry("SINH", "Math.sinh"),
            Map.entry("COSH", "Math.cosh"),
            Map.entry("TANH", "Math.tanh"),
            Map.entry("DEGREES", "Math.toDegrees"),
            Map.entry("RADIANS", "Math.toRadians"));

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        DataType type = ExpressionTranslator.typeOf(call);
        List<RexNode> operands = call.getOperands();
        switch (call.getKind()) {
            case PLUS, MINUS, TIMES, DIVIDE, MOD, CHECKED_PLUS, CHECKED_MINUS, CHECKED_TIMES, CHECKED_DIVIDE -> {
                return operands.size() == 2 ? binary(call, type, method) : null;
            }
            case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> {
                return negate(method.value(operands.get(0)), type, method);
            }
            case PLUS_PREFIX -> {
                return method.value(operands.get(0));
            }
            case FLOOR, CEIL -> {
                return operands.size() == 1 ? toWhole(call, type, method) : null;
            }
            default -> {
                return function(call, type, method);
            }
        }
    }

    private static @Nullable Value function(RexCall call, DataType type, MethodSource method) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        List<RexNode> operands = call.getOperands();
        boolean numeric =
                operands.stream().map(ExpressionTranslator::typeOf).allMatch(ArithmeticTranslator::isNumericOrNull);
        if (!numeric || operands.isEmpty() || !isNumericOrNull(type)) {
            return null;
        }
        String doubleFunction = DOUBLE_FUNCTIONS.get(name);
        if (doubleFunction != null && JavaKind.of(type) == JavaKind.DOUBLE) {
            List<Value> arguments = method.values(operands);
            String list =
                    String.join(", ", arguments.stream().map(Value::asDouble).toList());
            return method.strict(type, arguments, doubleFunction + "(" + list + ")");
        }
        return switch (name) {
            case "/INT" -> binary(call, type, method);
            case "%" -> binary(call, type, method);
            case "ABS" -> absolute(method.value(operands.get(0)), type, method);
            case "SIGN" -> sign(method.value(operands.get(0)), type, method);
            case "ROUND" -> digits(call, type, method, "round");
            case "TRUNCATE" -> digits(call, type, method, "truncate");
            default -> null;
        };
    }

    private static boolean isNumericOrNull(DataType type) {
        return new Value(type, "", "").isNumeric() || type.kind() == TypeKind.NULL;
    }

    private static @Nullable Value binary(RexCall call, DataType type, MethodSource method) {
        DataType left = ExpressionTranslator.typeOf(call.getOperands().get(0));
        DataType right = ExpressionTranslator.typeOf(call.getOperands().get(1));
        if (Conversions.isDatetime(left) || Conversions.isDatetime(right)) {
            return null;
        }
        if (Conversions.isInterval(left) || Conversions.isInterval(right)) {
            return Conversions.isInterval(type) ? interval(call, type, method) : null;
        }
        if (!isNumericOrNull(left) || !isNumericOrNull(right)) {
            return null;
        }
        List<Value> operands = method.values(call.getOperands());
        Value a = operands.get(0);
        Value b = operands.get(1);
        char operation = operation(call);
        Value wide = WideDecimals.arithmetic(a, b, operation, type, method);
        return wide != null ? wide : method.strict(type, operands, numbers(a, b, operation, type));
    }

    private static char operation(RexCall call) {
        return switch (call.getKind()) {
            case PLUS, CHECKED_PLUS -> '+';
            case MINUS, CHECKED_MINUS -> '-';
            case TIMES, CHECKED_TIMES -> '*';
            case MOD -> '%';
            default -> call.getOperator().getName().equals("%") ? '%' : '/';
        };
    }

    private static String numbers(Value a, Value b, char operation, DataType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER ->
                narrow(type, whole(a, b, operation, !bothInts(a, b) || type.kind() != TypeKind.INTEGER));
            case BIGINT -> whole(a, b, operation, true);
            case REAL -> "Arithmetic.toReal(" + doubles(a, b, operation) + ")";
            case DOUBLE -> doubles(a, b, operation);
            default -> decimals(a, b, operation, type);
        };
    }

    private static boolean bothInts(Value a, Value b) {
        return a.kind() == JavaKind.INT && b.kind() == JavaKind.INT;
    }

    // With asLong, the result is a long whatever the operands are; otherwise an int that is exact.
    private static String whole(Value a, Value b, char operation, boolean asLong) {
        String x = asLong ? longOf(a) : a.code();
        String y = asLong ? longOf(b) : b.code();
        return switch (operation) {
            case '+' -> "Math.addExact(" + x + ", " + y + ")";
            case '-' -> "Math.subtractExact(" + x + ", " + y + ")";
            case '*' -> "Math.multiplyExact(" + x + ", " + y + ")";
            case '/' -> "Arithmetic.divide(" + x + ", " + y + ")";
            default -> "(" + x + " % " + y + ")";
        };
    }

    private static String longOf(Value value) {
        return value.isWholeNumber()
                ? "(" + value.asLong() + ")"
                : Conversions.number(value, DataType.of(TypeKind.BIGINT));
    }

    private static String narrow(DataType type, String value) {
        return switch (type.kind()) {
            case TINYINT -> "Arithmetic.toTinyint(" + value + ")";
            case SMALLINT -> "Arithmetic.toSmallint(" + value + ")";
            default -> "Arithmetic.toInteger(" + value + ")";
        };
    }

    private static String doubles(Value a, Value b, char operation) {
        return "(" + a.asDouble() + " " + operation + " " + b.asDouble() + ")";
    }

    private static String decimals(Value a, Value b, char operation, DataType type) {
        boolean longResult = JavaKind.of(type) == JavaKind.LONG;
        boolean longs = a.isScaledLong() && b.isScaledLong();
        int scale = type.scale();
        if (longs && (operation == '+' || operation == '-') && fits(a, scale) && fits(b, scale)) {
            String x = a.scaledTo(scale);
            String y = b.scaledTo(scale);
            if (longResult) {
                String exact = operation == '+' ? "Math.addExact(" : "Math.subtractExact(";
                return "Arithmetic.checked(" + exact + x + ", " + y + "), " + Conversions.limit(type) + ")";
            }
            return "Arithmetic.add(" + x + ", " + (operation == '+' ? y : "-(" + y + ")") + ", " + scale + ")";
        }
        if (longs && operation == '*' && scale == a.scale() + b.scale()) {
            if (longResult) {
                return "Arithmetic.checked(Math.multiplyExact(" + longCode(a) + ", " + longCode(b) + "), "
                        + Conversions.limit(type) + ")";
            }
            return "Arithmetic.multiply(" + longCode(a) + ", " + longCode(b) + ", " + scale + ")";
        }
        if (longs && longResult && operation == '%' && a.scale() == scale && b.scale() == scale) {
            return "Arithmetic.checked(" + a.asLong() + " % " + b.asLong() + ", " + Conversions.limit(type) + ")";
        }
        String method = switch (operation) {
            case '+' -> "add";
            case '-' -> "subtract";
            case '*' -> "multiply";
            case '/' -> "divide";
            default -> "remainder";
        };
        String result = "Arithmetic." + method + "(" + a.asDecimal() + ", " + b.asDecimal() + ", " + type.precision()
                + ", " + scale + ")";
        return longResult
                ? "Arithmetic.toUnscaled(" + result + ", " + scale + ", " + Conversions.limit(type) + ")"
                : result;
    }

    private static String longCode(Value value) {
        return "(" + value.asLong() + ")";
    }

    private static boolean fits(Value value, int scale) {
        return scale >= value.scale() && value.digits() + scale - value.scale() <= 18;
    }

    private static Value negate(Value operand, DataType type, MethodSource method) {
        String expression = switch (operand.kind()) {
            case INT ->
                type.kind() == TypeKind.INTEGER || type.kind() == TypeKind.INTERVAL_YEAR_MONTH
                        ? "Math.negateExact(" + operand.code() + ")"
                        : narrow(type, "-" + operand.code());
            case LONG -> "Math.negateExact(" + operand.code() + ")";
            case DOUBLE -> "(-" + operand.code() + ")";
            default -> operand.code() + ".negate()";
        };
        return method.strict(type, List.of(operand), expression);
    }

    private static Value absolute(Value operand, DataType type, MethodSource method) {
        String expression = switch (operand.kind()) {
            case INT ->
                operand.type().kind() == TypeKind.INTEGER
                        ? "Functions.absolute(" + operand.code() + ")"
                        : narrow(type, "Math.abs(" + operand.code() + ")");
            case LONG -> "Functions.absolute(" + operand.code() + ")";
            case DOUBLE -> "Math.abs(" + operand.code() + ")";
            default -> operand.code() + ".abs()";
        };
        return Conversions.convert(method, method.strict(operand.type(), List.of(operand), expression), type);
    }

    private static Value sign(Value operand, DataType type, MethodSource method) {
        String sign = switch (operand.kind()) {
            case INT, LONG -> "Long.signum(" + operand.asLong() + ")";
            case DOUBLE -> "Math.signum(" + operand.code() + ")";
            default -> operand.code() + ".signum()";
        };
        if (operand.kind() == JavaKind.DOUBLE) {
            return method.strict(type, List.of(operand), sign);
        }
        Value whole = method.strict(DataType.of(TypeKind.INTEGER), List.of(operand), sign);
        return Conversions.convert(method, whole, type);
    }

    // FLOOR and CEIL of a number: the type keeps precision and has scale 0.
    private static @Nullable Value toWhole(RexCall call, DataType type, MethodSource method) {
        DataType from = ExpressionTranslator.typeOf(call.getOperands().get(0));
        if (!isNumericOrNull(from) || !isNumericOrNull(type)) {
            return null;
        }
        Value operand = method.value(call.getOperands().get(0));
        String name = call.getKind() == SqlKind.FLOOR ? "floor" : "ceil";
        if (operand.isWholeNumber()) {
            return Conversions.convert(method, operand, type);
        }
        if (operand.isFloatingPoint()) {
            Value whole = method.strict(operand.type(), List.of(operand), "Math." + name + "(" + operand.code() + ")");
            return Conversions.convert(method, whole, type);
        }
        DataType wide = DataType.decimal(WeirTypeSystem.MAX_DECIMAL_PRECISION, 0);
        Value whole = method.strict(wide, List.of(operand), "Arithmetic." + name + "(" + operand.asDecimal() + ")");
        return Conversions.convert(method, whole, type);
    }

    private static Value digits(RexCall call, DataType type, MethodSource method, String name) {
        List<Value> operands = method.values(call.getOperands());
        Value operand = operands.get(0);
        String places = operands.size() == 1
                ? "0"
                : "Functions.places(" + Conversions.number(operands.get(1), DataType.of(TypeKind.BIGINT)) + ")";
        if (operand.isDecimal()) {
            DataType wide = DataType.decimal(WeirTypeSystem.MAX_DECIMAL_PRECISION, operand.scale());
            Value result = method.strict(
                    wide, operands, "Arithmetic." + name + "(" + operand.asDecimal() + ", " + places + ")");
            return Conversions.convert(method, result, type);
        }
        DataType wide = DataType.of(operand.isFloatingPoint() ? TypeKind.DOUBLE : TypeKind.BIGINT);
        String source = operand.isFloatingPoint() ? operand.code() : operand.asLong();
        Value result = method.strict(wide, operands, "Arithmetic." + name + "(" + source + ", " + places + ")");
        return Conversions.convert(method, result, type);
    }

    private static @Nullable Value interval(RexCall call, DataType type, MethodSource method) {
        List<Value> operands = method.values(call.getOperands());
        Value a = operands.get(0);
        Value b = operands.get(1);
        char operation = operation(call);
        if (Conversions.isInterval(a.type()) && Conversions.isInterval(b.type())) {
            return a.kind() == b.kind() && a.kind() == JavaKind.of(type) && (operation == '+' || operation == '-')
                    ? method.strict(type, operands, whole(a, b, operation, a.kind() == JavaKind.LONG))
                    : null;
        }
        boolean intervalFirst = Conversions.isInterval(a.type());
        Value interval = intervalFirst ? a : b;
        Value factor = intervalFirst ? b : a;
        if (operation != '*' && !(operation == '/' && intervalFirst)) {
            return null;
        }
        String expression;
        if (factor.isWholeNumber()) {
            expression = (operation == '*' ? "Math.multiplyExact(" : "Arithmetic.divide(") + longCode(interval) + ", "
                    + longCode(factor) + ")";
        } else if (factor.isFloatingPoint()) {
            expression = "Casts.roundToBigint(" + interval.asLong() + " " + operation + " " + factor.code() + ")";
        } else {
            String decimal = "java.math.BigDecimal.valueOf(" + interval.asLong() + ")";
            expression = operation == '*'
                    ? "Casts.roundToBigint(" + decimal + ".multiply(" + factor.asDecimal() + "))"
                    : "Casts.roundToBigint(Arithmetic.divide(" + decimal + ", " + factor.asDecimal() + ", 38, 0))";
        }
        if (interval.kind() == JavaKind.INT) {
            expression = "Arithmetic.toInteger(" + expression + ")";
        }
        return method.strict(type, operands, expression);
    }
}
