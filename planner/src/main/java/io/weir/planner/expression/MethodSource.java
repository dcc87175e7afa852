package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The body of one generated method while it is written, for one row.
 *
 * <p>An expression that occurs twice is evaluated once: its value is remembered in the scope (the Java block) in which
 * it was computed, and found from there and from the blocks inside. So nothing is evaluated that a CASE or an AND would
 * have left out.
 */
final class MethodSource {
    private final ClassSource owner;
    private final ExpressionTranslator translator;
    private final StringBuilder code = new StringBuilder();
    private final Deque<Map<RexNode, Value>> scopes = new ArrayDeque<>();
    private final TreeSet<Integer> usedInputs = new TreeSet<>();

    MethodSource(ClassSource owner, ExpressionTranslator translator) {
        this.owner = owner;
        this.translator = translator;
        scopes.push(new HashMap<>());
    }

    ClassSource owner() {
        return owner;
    }

    ExpressionTranslator translator() {
        return translator;
    }

    String code() {
        return code.toString();
    }

    /** The inputs that the code written so far reads. */
    TreeSet<Integer> usedInputs() {
        return usedInputs;
    }

    /** Adds a statement. */
    void line(String statement) {
        code.append("      ").append(statement).append('\n');
    }

    /** Begins a block after the given header, such as {@code if (i7)}. */
    void open(String header) {
        line(header + " {");
        scopes.push(new HashMap<>());
    }

    void close() {
        scopes.pop();
        line("}");
    }

    /** Closes a block and begins the one of the other case. */
    void otherwise() {
        scopes.pop();
        line("} else {");
        scopes.push(new HashMap<>());
    }

    String newName(String prefix) {
        return owner.newName(prefix);
    }

    List<Value> values(List<RexNode> nodes) {
        List<Value> values = new ArrayList<>(nodes.size());
        for (RexNode node : nodes) {
            values.add(value(node));
        }
        return values;
    }

    /** The value of an expression that has been evaluated here already, or null. */
    @Nullable Value known(RexNode node) {
        for (Map<RexNode, Value> scope : scopes) {
            Value known = scope.get(node);
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    /** Writes the code that evaluates an expression, unless its value is known here already. */
    Value value(RexNode node) {
        Value known = known(node);
        if (known != null) {
            return known;
        }
        Value value = translate(node);
        if (translator.isDeterministic(node)) {
            scopes.element().put(node, value);
        }
        return value;
    }

    private Value translate(RexNode node) {
        if (node instanceof RexInputRef reference) {
            return input(reference.getIndex());
        }
        if (node instanceof RexLiteral literal) {
            return translator.literal(literal, this);
        }
        if (node instanceof RexDynamicParam parameter) {
            return translator.parameter(parameter, this);
        }
        if (node instanceof RexFieldAccess access) {
            return translator.fieldAccess(access, this);
        }
        if (node instanceof RexCall call) {
            return translator.call(call, this);
        }
        throw new WeirException(
                ErrorCode.UNSUPPORTED_FEATURE,
                "expression " + node.getClass().getSimpleName() + " is not allowed here");
    }

    private Value input(int index) {
        owner.bind(index);
        usedInputs.add(index);
        DataType type = owner.input(index);
        String position = owner.position(index);
        String isNull = Value.NEVER;
        if (type.nullable()) {
            isNull = newName("i");
            line("final boolean " + isNull + " = n" + index + " != null && n" + index + "[" + position + "];");
        }
        return switch (JavaKind.of(type)) {
            case TEXT -> {
                line("x" + index + ".set(c" + index + ", o" + index + "[" + position + "], o" + index + "[" + position
                        + " + 1]);");
                yield new Value(type, isNull, "x" + index);
            }
            case DECIMAL -> {
                String value = newName("v");
                line("final java.math.BigDecimal " + value + " = (java.math.BigDecimal) c" + index + "[" + position
                        + "];");
                yield new Value(type, isNull, value);
            }
            default -> new Value(type, isNull, "c" + index + "[" + position + "]");
        };
    }

    /** Java expression: whether any of the values is null. */
    static String anyNull(List<Value> values) {
        Set<String> nulls = new LinkedHashSet<>(); // whole names: i1 is not i12
        for (Value value : values) {
            if (value.isAlwaysNull()) {
                return Value.ALWAYS;
            }
            if (!value.isNeverNull()) {
                nulls.add(value.isNull());
            }
        }
        return nulls.isEmpty() ? Value.NEVER : String.join(" || ", nulls);
    }

    /** A variable for whether any argument is null; {@link Value#NEVER} or {@link Value#ALWAYS} where that is known. */
    String anyNullVariable(List<Value> arguments) {
        String any = anyNull(arguments);
        if (any.equals(Value.NEVER) || any.equals(Value.ALWAYS) || !any.contains(" ")) {
            return any;
        }
        String name = newName("i");
        line("final boolean " + name + " = " + any + ";");
        return name;
    }

    /**
     * A function that is null exactly if an argument is: {@code expression} is evaluated only if none is. Not for text.
     */
    Value strict(DataType type, List<Value> arguments, String expression) {
        String isNull = anyNullVariable(arguments);
        if (isNull.equals(Value.ALWAYS)) {
            return Value.ofNull(type);
        }
        JavaKind kind = JavaKind.of(type);
        String name = newName("v");
        String value = isNull.equals(Value.NEVER) ? expression : isNull + " ? " + kind.whenNull() + " : " + expression;
        line("final " + kind.javaType() + " " + name + " = " + value + ";");
        return new Value(type, isNull, name);
    }

    /**
     * A function that is null exactly if an argument is and that writes its result to a text: {@code call} has %s where
     * that goes.
     */
    Value strictText(DataType type, List<Value> arguments, String call) {
        String isNull = anyNullVariable(arguments);
        if (isNull.equals(Value.ALWAYS)) {
            return Value.ofNull(type);
        }
        String text = owner.textField();
        String statement = call.replace("%s", text) + ";";
        line(isNull.equals(Value.NEVER) ? statement : "if (!" + isNull + ") { " + statement + " }");
        return new Value(type, isNull, text);
    }

    /**
     * As {@link #strict}, for functions that may yield null for arguments that are not: {@code expression} is of the
     * boxed type.
     */
    Value nullable(DataType type, List<Value> arguments, String expression) {
        String any = anyNullVariable(arguments);
        if (any.equals(Value.ALWAYS)) {
            return Value.ofNull(type);
        }
        JavaKind kind = JavaKind.of(type);
        String boxed = newName("b");
        line("final " + kind.boxedType() + " " + boxed + " = " + (any.equals(Value.NEVER) ? "" : any + " ? null : ")
                + expression + ";");
        return unbox(type, boxed);
    }

    /** As {@link #strictText}, for functions that return false for null. */
    Value nullableText(DataType type, List<Value> arguments, String call) {
        String any = anyNullVariable(arguments);
        if (any.equals(Value.ALWAYS)) {
            return Value.ofNull(type);
        }
        String text = owner.textField();
        String isNull = newName("i");
        String value = "!" + call.replace("%s", text);
        line("final boolean " + isNull + " = " + (any.equals(Value.NEVER) ? "" : "(" + any + ") || ") + value + ";");
        return new Value(type, isNull, text);
    }

    /** The value of a variable of a type's boxed class. */
    Value unbox(DataType type, String boxed) {
        JavaKind kind = JavaKind.of(type);
        if (!kind.isPrimitive()) {
            return new Value(type, "(" + boxed + " == null)", boxed);
        }
        String isNull = newName("i");
        String name = newName("v");
        line("final boolean " + isNull + " = " + boxed + " == null;");
        line("final " + kind.javaType() + " " + name + " = " + isNull + " ? " + kind.whenNull() + " : " + boxed + "."
                + kind.javaType() + "Value();");
        return new Value(type, isNull, name);
    }

    /** Declares variables that branches assign, and returns their value. */
    Value declare(DataType type, boolean nullable) {
        JavaKind kind = JavaKind.of(type);
        String name = newName("v");
        line(kind.javaType() + " " + name + " = " + kind.whenNull() + ";");
        if (!nullable) {
            return new Value(type, Value.NEVER, name);
        }
        String isNull = newName("i");
        line("boolean " + isNull + " = true;");
        return new Value(type, isNull, name);
    }

    /** Assigns a value of the same type to declared variables. */
    void assign(Value target, Value source) {
        if (source.isAlwaysNull()) {
            return;
        }
        if (source.isNeverNull()) {
            line(target.code() + " = " + source.code() + ";");
            if (!target.isNeverNull()) {
                line(target.isNull() + " = false;");
            }
        } else {
            line(target.code() + " = " + source.code() + ";");
            if (!target.isNeverNull()) {
                line(target.isNull() + " = " + source.isNull() + ";");
            }
        }
    }

    /** The value under a type of the same Java kind, for what only renames a type. */
    static Value as(Value value, DataType type) {
        return new Value(type, value.isNull(), value.code(), value.wide());
    }

    /** The literal behind an argument, or null if it is none. */
    static @Nullable RexLiteral literal(RexNode node) {
        return node instanceof RexLiteral literal ? literal : null;
    }
}
