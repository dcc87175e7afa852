package io.weir.planner.expression;

import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDigestIncludeType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;

/** Expressions as error messages show them: near to the SQL they come from, and short. */
final class ExpressionText {
    private static final int MAX_CHARACTERS = 200;

    private final List<String> names;
    private final StringBuilder text = new StringBuilder();

    private ExpressionText(List<String> names) {
        this.names = names;
    }

    /** The expression with the names of its columns. */
    static String of(RexNode node, List<String> names) {
        ExpressionText expression = new ExpressionText(names);
        expression.append(node);
        String text = expression.text.toString();
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "...";
    }

    @SuppressWarnings("NullAway") // what computeDigest requires holds for every literal that has been made
    private void append(RexNode node) {
        if (text.length() > MAX_CHARACTERS) {
            return; // nobody sees the rest, which may be long
        }
        if (node instanceof RexInputRef column && column.getIndex() < names.size()) {
            text.append(names.get(column.getIndex()));
        } else if (node instanceof RexLiteral literal) {
            text.append(literal.computeDigest(RexDigestIncludeType.NO_TYPE).replaceFirst("^_[A-Za-z0-9_-]+'", "'"));
        } else if (node instanceof RexCall call) {
            append(call);
        } else {
            text.append(node);
        }
    }

    private void append(RexCall call) {
        List<RexNode> operands = call.getOperands();
        if (call.getKind() == SqlKind.CAST) {
            text.append("CAST(");
            append(operands.get(0));
            text.append(" AS ").append(call.getType()).append(')');
        } else if (call.getOperator().equals(Assignment.FITTING_TEXT)) {
            append(operands.get(0)); // the length is in the message, and nobody has written this function
        } else if (call.getOperator() instanceof SqlBinaryOperator && operands.size() > 1) {
            append(operands, " " + call.getOperator().getName() + " ", true);
        } else {
            text.append(call.getOperator().getName()).append('(');
            append(operands, ", ", false);
            text.append(')');
        }
    }

    private void append(List<RexNode> operands, String between, boolean inBrackets) {
        for (int i = 0; i < operands.size() && text.length() <= MAX_CHARACTERS; i++) {
            text.append(i > 0 ? between : "");
            boolean isOperation = inBrackets
                    && operands.get(i) instanceof RexCall call
                    && call.getOperator() instanceof SqlBinaryOperator;
            text.append(isOperation ? "(" : "");
            append(operands.get(i));
            text.append(isOperation ? ")" : "");
        }
    }
}
