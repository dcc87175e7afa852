package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * AND, OR and NOT with three values, IS NULL and its relatives, CASE. Operands are evaluated only as far as they are
 * needed.
 */
final class LogicTranslator implements CallTranslator {

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        return switch (call.getKind()) {
            case AND -> connect(call, method, false);
            case OR -> connect(call, method, true);
            case NOT -> not(call, method);
            case IS_NULL ->
                test(call, method, method.value(call.getOperands().get(0)).isNull());
            case IS_NOT_NULL ->
                test(call, method, "!" + method.value(call.getOperands().get(0)).isNull());
            case IS_TRUE ->
                test(call, method, method.value(call.getOperands().get(0)).isTrue());
            case IS_NOT_TRUE ->
                test(call, method, "!" + method.value(call.getOperands().get(0)).isTrue());
            case IS_FALSE ->
                test(call, method, method.value(call.getOperands().get(0)).isFalse());
            case IS_NOT_FALSE ->
                test(
                        call,
                        method,
                        "!(" + method.value(call.getOperands().get(0)).isFalse() + ")");
            case CASE -> caseWhen(call, method);
            case COALESCE -> coalesce(call, method);
            default -> null;
        };
    }

    // One operand of the deciding value (false for AND, true for OR) decides; else one that is null makes it null.
    private static Value connect(RexCall call, MethodSource method, boolean deciding) {
        DataType type = ExpressionTranslator.typeOf(call);
        // The first operand is always evaluated: outside of the block, where the code that follows finds what it
        // computed.
        Value first = method.value(call.getOperands().get(0));
        Value result = method.declare(type, true);
        String label = method.newName("l");
        method.line(result.isNull() + " = false;");
        method.line(result.code() + " = " + !deciding + ";");
        method.open(label + ":");
        decide(method, first, result, deciding, label);
        for (RexNode operand : call.getOperands().subList(1, call.getOperands().size())) {
            decide(method, method.value(operand), result, deciding, label);
        }
        method.close();
        return result;
    }

    private static void decide(MethodSource method, Value operand, Value result, boolean deciding, String label) {
        if (operand.isAlwaysNull()) {
            method.line(result.isNull() + " = true;");
            return;
        }
        String decides = (deciding ? "" : "!") + operand.code();
        String assign =
                "{ " + result.isNull() + " = false; " + result.code() + " = " + deciding + "; break " + label + "; }";
        if (operand.isNeverNull()) {
            method.line("if (" + decides + ") " + assign);
        } else {
            method.line("if (" + operand.isNull() + ") { " + result.isNull() + " = true; } else if (" + decides + ") "
                    + assign);
        }
    }

    private static Value not(RexCall call, MethodSource method) {
        Value operand = method.value(call.getOperands().get(0));
        return new Value(ExpressionTranslator.typeOf(call), operand.isNull(), "!" + operand.code());
    }

    private static Value test(RexCall call, MethodSource method, String condition) {
        String name = method.newName("v");
        method.line("final boolean " + name + " = " + condition + ";");
        return new Value(ExpressionTranslator.typeOf(call), Value.NEVER, name);
    }

    private static Value caseWhen(RexCall call, MethodSource method) {
        DataType type = ExpressionTranslator.typeOf(call);
        List<RexNode> operands = call.getOperands();
        Value firstCondition = method.value(operands.get(0));
        Value result = method.declare(type, true);
        int opened = 0;
        Value condition = firstCondition;
        for (int i = 0; i + 1 < operands.size(); i += 2) {
            if (i > 0) {
                condition = method.value(operands.get(i));
            }
            method.open("if (" + condition.isTrue() + ")");
            method.assign(result, Conversions.convert(method, method.value(operands.get(i + 1)), type));
            method.otherwise();
            opened++;
        }
        method.assign(result, Conversions.convert(method, method.value(operands.get(operands.size() - 1)), type));
        for (int i = 0; i < opened; i++) {
            method.close();
        }
        return result;
    }

    private static Value coalesce(RexCall call, MethodSource method) {
        DataType type = ExpressionTranslator.typeOf(call);
        Value first =
                Conversions.convert(method, method.value(call.getOperands().get(0)), type);
        Value result = method.declare(type, true);
        method.assign(result, first);
        for (RexNode operand : call.getOperands().subList(1, call.getOperands().size())) {
            method.open("if (" + result.isNull() + ")");
            method.assign(result, Conversions.convert(method, method.value(operand), type));
        }
        for (int i = 1; i < call.getOperands().size(); i++) {
            method.close();
        }
        return result;
    }
}
