package io.weir.planner.expression;

import io.weir.planner.expression.support.LikePattern;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.jspecify.annotations.Nullable;

/** LIKE and its relatives, TRIM, {@code ||}, GREATEST and LEAST: what is more than a method with its arguments. */
final class TextTranslator implements CallTranslator {

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "LIKE", "NOT LIKE", "ILIKE", "NOT ILIKE" ->
                like(call, method, name.contains("ILIKE"), name.startsWith("NOT"));
            case "SIMILAR TO", "NOT SIMILAR TO" -> similar(call, method, name.startsWith("NOT"));
            case "RLIKE", "NOT RLIKE", "~", "NEGATED POSIX REGEX CASE SENSITIVE", "POSIX REGEX CASE SENSITIVE" ->
                regular(call, method, name.startsWith("N"));
            case "TRIM" -> trim(call, method);
            case "||" -> concatenate(call, method);
            case "GREATEST" -> extreme(call, method, ">");
            case "LEAST" -> extreme(call, method, "<");
            default -> null;
        };
    }

    private static boolean allText(RexCall call) {
        return call.getOperands().stream()
                .map(ExpressionTranslator::typeOf)
                .allMatch(type -> type.isText() || type.kind() == TypeKind.NULL);
    }

    private static @Nullable Value like(RexCall call, MethodSource method, boolean ignoreCase, boolean negated) {
        if (!allText(call)) {
            return null;
        }
        DataType type = ExpressionTranslator.typeOf(call);
        List<Value> operands = method.values(call.getOperands());
        RexLiteral pattern = MethodSource.literal(call.getOperands().get(1));
        boolean fixedEscape =
                operands.size() == 2 || MethodSource.literal(call.getOperands().get(2)) != null;
        String field;
        if (pattern != null && fixedEscape && operands.stream().noneMatch(Value::isAlwaysNull)) {
            String escape =
                    operands.size() == 2 ? null : string(call.getOperands().get(2));
            // Patterns keep a buffer: each evaluator makes its own, from the text among its constants.
            String patternText = method.owner().constant("String", List.of("text", string(pattern)), string(pattern));
            String escapeText =
                    escape == null ? "null" : method.owner().constant("String", List.of("text", escape), escape);
            field = method.owner()
                    .field(
                            "LikePattern",
                            "new LikePattern(" + patternText + ", " + escapeText + ", " + ignoreCase + ")");
            // Mistakes in the pattern are reported when the statement is compiled.
            new LikePattern(string(pattern), escape, ignoreCase);
        } else {
            field = method.owner().field("LikePatterns", "new LikePatterns(" + ignoreCase + ")") + ".get("
                    + operands.get(1).code() + ", "
                    + (operands.size() == 2 ? "null" : operands.get(2).code()) + ")";
        }
        return method.strict(
                type,
                operands,
                (negated ? "!" : "") + field + ".matches(" + operands.get(0).code() + ")");
    }

    private static String string(RexNode literal) {
        return Objects.requireNonNull(((RexLiteral) literal).getValueAs(String.class));
    }

    private static @Nullable Value similar(RexCall call, MethodSource method, boolean negated) {
        if (!allText(call)) {
            return null;
        }
        List<Value> operands = method.values(call.getOperands());
        String escape = operands.size() == 2 ? "null" : operands.get(2).code();
        return method.strict(
                ExpressionTranslator.typeOf(call),
                operands,
                (negated ? "!" : "") + "TextMatching.isSimilar("
                        + operands.get(0).code() + ", " + operands.get(1).code() + ", " + escape + ", state)");
    }

    private static @Nullable Value regular(RexCall call, MethodSource method, boolean negated) {
        if (!allText(call) || call.getOperands().size() != 2) {
            return null;
        }
        List<Value> operands = method.values(call.getOperands());
        return method.strict(
                ExpressionTranslator.typeOf(call),
                operands,
                (negated ? "!" : "") + "TextMatching.matches(" + operands.get(0).code() + ", "
                        + operands.get(1).code() + ", state)");
    }

    private static @Nullable Value trim(RexCall call, MethodSource method) {
        RexLiteral flag = MethodSource.literal(call.getOperands().get(0));
        if (flag == null || call.getOperands().size() != 3 || !(flag.getValue() instanceof SqlTrimFunction.Flag side)) {
            return null;
        }
        List<Value> operands = method.values(call.getOperands().subList(1, 3));
        if (!operands.get(1).isText() || !operands.get(0).isText()) {
            return null;
        }
        String sides = (side != SqlTrimFunction.Flag.TRAILING) + ", " + (side != SqlTrimFunction.Flag.LEADING);
        RexLiteral characters = MethodSource.literal(call.getOperands().get(1));
        boolean blank = characters != null && " ".equals(characters.getValueAs(String.class));
        return method.strictText(
                ExpressionTranslator.typeOf(call),
                operands,
                "TextTrimming.trim(%s, " + operands.get(1).code() + ", "
                        + (blank ? "" : operands.get(0).code() + ", ") + sides + ")");
    }

    // A chain a || b || c is written into one buffer.
    private static @Nullable Value concatenate(RexCall call, MethodSource method) {
        List<RexNode> parts = new ArrayList<>();
        flatten(call, method.translator(), parts);
        List<Value> values = method.values(parts);
        DataType type = ExpressionTranslator.typeOf(call);
        if (JavaKind.of(type) != JavaKind.TEXT
                || !values.stream().allMatch(v -> v.kind() == JavaKind.TEXT || v.isAlwaysNull())) {
            return null;
        }
        if (values.size() == 2) {
            return method.strictText(
                    type,
                    values,
                    "TextFunctions.concatenate(%s, " + values.get(0).code() + ", "
                            + values.get(1).code() + ")");
        }
        String list = values.stream().map(Value::code).collect(Collectors.joining(", "));
        return method.strictText(type, values, "TextFunctions.concatenate(%s, new Text[] {" + list + "})");
    }

    private static void flatten(RexNode node, ExpressionTranslator translator, List<RexNode> parts) {
        if (node instanceof RexCall call
                && call.getOperator().getName().equals("||")
                && (parts.isEmpty() || !translator.isCut(call))) {
            for (RexNode operand : call.getOperands()) {
                flattenOperand(operand, translator, parts);
            }
        } else {
            parts.add(node);
        }
    }

    private static void flattenOperand(RexNode operand, ExpressionTranslator translator, List<RexNode> parts) {
        if (operand instanceof RexCall call && translator.isCut(call)) {
            parts.add(operand);
        } else {
            flatten(operand, translator, parts);
        }
    }

    // Null if any argument is null, as in Flink and in the standard's draft.
    private static @Nullable Value extreme(RexCall call, MethodSource method, String operator) {
        boolean skipsNulls = call.getKind() == SqlKind.GREATEST_PG || call.getKind() == SqlKind.LEAST_PG;
        DataType type = ExpressionTranslator.typeOf(call);
        if (skipsNulls) {
            return null;
        }
        List<Value> operands = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            operands.add(Conversions.convert(method, method.value(operand), type));
        }
        String any = method.anyNullVariable(operands);
        if (any.equals(Value.ALWAYS)) {
            return Value.ofNull(type);
        }
        Value result = method.declare(type, !any.equals(Value.NEVER));
        method.open(any.equals(Value.NEVER) ? "" : "if (!" + any + ")");
        method.assign(result, new Value(type, Value.NEVER, operands.get(0).code()));
        for (Value operand : operands.subList(1, operands.size())) {
            Value other = new Value(type, Value.NEVER, operand.code());
            method.line(
                    "if (" + ComparisonTranslator.compare(other, new Value(type, Value.NEVER, result.code()), operator)
                            + ") { " + result.code() + " = " + other.code() + "; }");
        }
        method.close();
        return result;
    }
}
