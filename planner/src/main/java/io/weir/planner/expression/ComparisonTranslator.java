package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** {@code = <> < <= > >=} and IS [NOT] DISTINCT FROM, on primitives and on bytes. */
final class ComparisonTranslator implements CallTranslator {

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        String operator = operator(call.getKind());
        if (operator != null && call.getOperands().size() == 2) {
            List<Value> sides = method.values(call.getOperands());
            return method.strict(
                    ExpressionTranslator.typeOf(call), sides, compare(sides.get(0), sides.get(1), operator));
        }
        if (call.isA(SqlKind.IS_NOT_DISTINCT_FROM) || call.isA(SqlKind.IS_DISTINCT_FROM)) {
            return distinct(call, method);
        }
        return null;
    }

    private static @Nullable String operator(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> "==";
            case NOT_EQUALS -> "!=";
            case LESS_THAN -> "<";
            case LESS_THAN_OR_EQUAL -> "<=";
            case GREATER_THAN -> ">";
            case GREATER_THAN_OR_EQUAL -> ">=";
            default -> null;
        };
    }

    private static Value distinct(RexCall call, MethodSource method) {
        DataType type = ExpressionTranslator.typeOf(call);
        List<Value> sides = method.values(call.getOperands());
        Value a = sides.get(0);
        Value b = sides.get(1);
        boolean negated = call.isA(SqlKind.IS_DISTINCT_FROM);
        String name = method.newName("v");
        String same;
        if (a.isAlwaysNull() || b.isAlwaysNull()) {
            same = "(" + a.isNull() + " && " + b.isNull() + ")";
        } else if (a.isNeverNull() && b.isNeverNull()) {
            same = compare(a, b, "==");
        } else {
            same = "(" + a.isNull() + " || " + b.isNull() + " ? " + a.isNull() + " == " + b.isNull() + " : "
                    + compare(a, b, "==") + ")";
        }
        method.line("final boolean " + name + " = " + (negated ? "!(" + same + ")" : same) + ";");
        return new Value(type, Value.NEVER, name);
    }

    /** Java expression that compares two values that are not null; {@code operator} is Java's. */
    static String compare(Value a, Value b, String operator) {
        boolean equality = operator.equals("==") || operator.equals("!=");
        if (a.isNumeric() && b.isNumeric()) {
            return compareNumbers(a, b, operator);
        }
        if (a.kind() == JavaKind.TEXT && b.kind() == JavaKind.TEXT) {
            if (a.type().kind() == TypeKind.CHAR
                    && b.type().kind() == TypeKind.CHAR
                    && a.type().precision() != b.type().precision()) {
                return "Text.comparePadded(" + a.code() + ", " + b.code() + ") " + operator + " 0";
            }
            if (equality) {
                return (operator.equals("==") ? "" : "!") + "Text.equal(" + a.code() + ", " + b.code() + ")";
            }
            return "Text.compare(" + a.code() + ", " + b.code() + ") " + operator + " 0";
        }
        if (a.kind() == JavaKind.BOOLEAN) {
            return equality
                    ? "(" + a.code() + " " + operator + " " + b.code() + ")"
                    : "Boolean.compare(" + a.code() + ", " + b.code() + ") " + operator + " 0";
        }
        if (Conversions.isDatetime(a.type())
                && Conversions.isDatetime(b.type())
                && a.type().kind() != b.type().kind()) {
            return Conversions.localMicros(a) + " " + operator + " " + Conversions.localMicros(b);
        }
        if (a.kind().isPrimitive()) {
            return a.code() + " " + operator + " " + b.code();
        }
        return equality
                ? (operator.equals("==") ? "" : "!") + "NestedValues.equal(" + a.code() + ", " + b.code() + ")"
                : "NestedValues.compare(" + a.code() + ", " + b.code() + ") " + operator + " 0";
    }

    private static String compareNumbers(Value a, Value b, String operator) {
        if (a.isFloatingPoint() || b.isFloatingPoint()) {
            return a.asDouble() + " " + operator + " " + b.asDouble();
        }
        if (a.isScaledLong() && b.isScaledLong()) {
            if (a.scale() == b.scale()) {
                return a.code() + " " + operator + " " + b.code();
            }
            return "Arithmetic.compare(" + a.code() + ", " + a.scale() + ", " + b.code() + ", " + b.scale() + ") "
                    + operator + " 0";
        }
        String wide = WideDecimals.compare(a, b, operator);
        if (wide != null) {
            return wide;
        }
        return a.asDecimal() + ".compareTo(" + b.asDecimal() + ") " + operator + " 0";
    }
}
