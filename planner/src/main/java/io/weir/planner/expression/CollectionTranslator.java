package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.jspecify.annotations.Nullable;

/** Makes ARRAY, MAP and ROW values, and takes elements out of them. Inside they are boxed. */
final class CollectionTranslator implements CallTranslator {

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        return switch (call.getKind()) {
            case ARRAY_VALUE_CONSTRUCTOR, MULTISET_VALUE_CONSTRUCTOR -> construct(call, method, "list");
            case MAP_VALUE_CONSTRUCTOR -> construct(call, method, "map");
            case ROW -> construct(call, method, "list");
            case ITEM -> item(call, method);
            default -> call.getOperator().getName().equals("CARDINALITY") ? cardinality(call, method) : null;
        };
    }

    private static Value construct(RexCall call, MethodSource method, String function) {
        DataType type = ExpressionTranslator.typeOf(call);
        List<RexNode> operands = call.getOperands();
        String array = method.newName("a");
        method.line("final Object[] " + array + " = new Object[" + operands.size() + "];");
        for (int i = 0; i < operands.size(); i++) {
            DataType child = switch (type.kind()) {
                case MAP -> type.children().get(i % 2);
                case ARRAY -> type.children().get(0);
                default -> type.children().get(i);
            };
            Value value = Conversions.convert(method, method.value(operands.get(i)), child);
            method.line(array + "[" + i + "] = " + boxed(value) + ";");
        }
        return method.strict(type, List.of(), "NestedValues." + function + "(" + array + ")");
    }

    /** Java expression: the value boxed as {@link DataType} says, null for null. */
    static String boxed(Value value) {
        if (value.isAlwaysNull()) {
            return "null";
        }
        String box = switch (value.kind()) {
            case BOOLEAN -> "Boolean.valueOf(" + value.code() + ")";
            case INT -> "Integer.valueOf(" + value.code() + ")";
            case LONG ->
                value.isDecimal()
                        ? "java.math.BigDecimal.valueOf(" + value.code() + ", " + value.scale() + ")"
                        : "Long.valueOf(" + value.code() + ")";
            case DOUBLE -> "Double.valueOf(" + value.code() + ")";
            case TEXT -> value.isText() ? value.code() + ".toString()" : value.code() + ".bytes()";
            case DECIMAL, OBJECT -> value.code();
        };
        return value.isNeverNull() ? box : "(" + value.isNull() + " ? null : (Object) " + box + ")";
    }

    /** Takes a boxed element out of a nested value; {@code access} has %s for the value's code and may yield null. */
    static Value element(MethodSource method, Value container, DataType type, String access) {
        if (container.isAlwaysNull()) {
            return Value.ofNull(type);
        }
        String object = method.newName("b");
        String expression = access.replace("%s", container.code());
        method.line("final Object " + object + " = "
                + (container.isNeverNull() ? "" : container.isNull() + " ? null : ") + expression + ";");
        return unboxed(method, type, object);
    }

    /** The value of a variable of type Object that holds a boxed value of an SQL type, or null. */
    static Value unboxed(MethodSource method, DataType type, String object) {
        String isNull = method.newName("i");
        method.line("final boolean " + isNull + " = " + object + " == null;");
        JavaKind kind = JavaKind.of(type);
        if (kind == JavaKind.TEXT) {
            String text = method.owner().textField();
            method.line("if (!" + isNull + ") { " + text + ".set((" + (type.isText() ? "String" : "byte[]") + ") "
                    + object + "); }");
            return new Value(type, isNull, text);
        }
        String read = switch (kind) {
            case BOOLEAN -> "((Boolean) " + object + ").booleanValue()";
            case INT -> "((Number) " + object + ").intValue()";
            case LONG ->
                type.kind() == TypeKind.DECIMAL
                        ? "Arithmetic.toUnscaled((java.math.BigDecimal) " + object + ", " + type.scale() + ", "
                                + Conversions.limit(type) + ")"
                        : "((Number) " + object + ").longValue()";
            case DOUBLE -> "((Number) " + object + ").doubleValue()";
            case DECIMAL -> "(java.math.BigDecimal) " + object;
            default -> object;
        };
        String value = method.newName("v");
        method.line("final " + kind.javaType() + " " + value + " = " + isNull + " ? " + kind.whenNull() + " : " + read
                + ";");
        return new Value(type, isNull, value);
    }

    private static @Nullable Value item(RexCall call, MethodSource method) {
        DataType container = ExpressionTranslator.typeOf(call.getOperands().get(0));
        DataType type = ExpressionTranslator.typeOf(call);
        String name = call.getOperator().getName();
        if (container.kind() == TypeKind.MAP) {
            Value map = method.value(call.getOperands().get(0));
            Value key = Conversions.convert(
                    method,
                    method.value(call.getOperands().get(1)),
                    container.children().get(0));
            return element(method, map, type, "NestedValues.get(%s, " + boxed(key) + ")");
        }
        if (container.kind() == TypeKind.ROW) {
            return rowItem(call, container, type, method);
        }
        if (container.kind() != TypeKind.ARRAY) {
            return null;
        }
        Value array = method.value(call.getOperands().get(0));
        Value index = method.value(call.getOperands().get(1));
        List<Value> both = new ArrayList<>(List.of(array, index));
        String any = MethodSource.anyNull(both);
        if (any.equals(Value.ALWAYS)) {
            return Value.ofNull(type);
        }
        int first = name.contains("OFFSET") ? 0 : 1;
        String object = method.newName("b");
        String access = "NestedValues.element(" + array.code() + ", "
                + Conversions.number(index, DataType.of(TypeKind.BIGINT)) + ", " + first + ")";
        method.line("final Object " + object + " = " + (any.equals(Value.NEVER) ? "" : "(" + any + ") ? null : ")
                + access + ";");
        return unboxed(method, type, object);
    }

    private static @Nullable Value rowItem(RexCall call, DataType container, DataType type, MethodSource method) {
        var literal = MethodSource.literal(call.getOperands().get(1));
        if (literal == null) {
            return null;
        }
        int index = call.getOperands().get(1).getType().getSqlTypeName().getFamily() == SqlTypeFamily.CHARACTER
                ? container.fieldNames().indexOf(Objects.requireNonNull(literal.getValueAs(String.class)))
                : Objects.requireNonNull(literal.getValueAs(Integer.class)) - 1;
        if (index < 0 || index >= container.children().size()) {
            return null;
        }
        return element(
                method, method.value(call.getOperands().get(0)), type, "((java.util.List) %s).get(" + index + ")");
    }

    private static Value cardinality(RexCall call, MethodSource method) {
        Value container = method.value(call.getOperands().get(0));
        Value size = method.strict(
                DataType.of(TypeKind.INTEGER), List.of(container), "NestedValues.size(" + container.code() + ")");
        return Conversions.convert(method, size, ExpressionTranslator.typeOf(call));
    }
}
