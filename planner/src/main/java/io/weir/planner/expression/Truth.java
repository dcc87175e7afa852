package io.weir.planner.expression;

import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Whether a condition is true, which is all that a filter asks: unknown is as good as false, so that two values do where
 * {@link LogicTranslator} keeps three.
 *
 * <p>Comparisons of numbers and times that are at hand are all made, and joined without a branch: where rows are let
 * through at random, the processor would guess every branch wrong as often as not, which takes longer than a comparison.
 */
final class Truth {
    private Truth() {}

    /** Writes what it takes, and returns a Java expression. */
    static String of(RexNode condition, MethodSource method) {
        if (condition.getKind() != SqlKind.AND) {
            return method.value(condition).isTrue();
        }
        List<RexNode> operands = ((RexCall) condition).getOperands();
        String truth = method.newName("t");
        String first = of(operands.get(0), method);
        method.line("boolean " + truth + " = " + first + ";");
        int blocks = 0;
        for (RexNode operand : operands.subList(1, operands.size())) {
            if (isAtHand(operand, method)) {
                Value value = method.value(operand);
                method.line(truth + " &= " + (value.isNeverNull() ? "" : "!" + value.isNull() + " & ") + value.code()
                        + ";");
            } else {
                method.open("if (" + truth + ")");
                String next = of(operand, method);
                method.line(truth + " = " + next + ";");
                blocks++;
            }
        }
        for (int i = 0; i < blocks; i++) {
            method.close();
        }
        return truth;
    }

    private static boolean isAtHand(RexNode operand, MethodSource method) {
        return operand instanceof RexCall call
                && call.isA(SqlKind.COMPARISON)
                && call.getOperands().size() == 2
                && call.getOperands().stream().allMatch(side -> isNumberAtHand(side, method));
    }

    private static boolean isNumberAtHand(RexNode node, MethodSource method) {
        Value known = method.known(node);
        if (known != null) {
            return known.kind().isPrimitive() || known.wide() != null;
        }
        boolean isWritten = node instanceof RexInputRef || node instanceof RexLiteral;
        return isWritten
                && (JavaKind.of(ExpressionTranslator.typeOf(node)).isPrimitive() || node instanceof RexLiteral);
    }
}
