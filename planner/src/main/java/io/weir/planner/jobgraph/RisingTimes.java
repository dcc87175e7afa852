package io.weir.planner.jobgraph;

import java.util.List;
import java.util.OptionalInt;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Finds watermark expressions that never fall while one column rises: the column itself, and the column with so many
 * days or seconds added or taken away. Not months: the last days of a month all become the last day of a shorter one,
 * with their times of day.
 */
final class RisingTimes {
    private RisingTimes() {}

    /** The index of the column in the input of the expression; empty if the expression is of no such form. */
    static OptionalInt column(RexNode expression) {
        if (!isTimestamp(expression)) {
            return OptionalInt.empty();
        }
        if (expression instanceof RexInputRef reference) {
            return OptionalInt.of(reference.getIndex());
        }
        return expression instanceof RexCall call ? ofCall(call) : OptionalInt.empty();
    }

    private static OptionalInt ofCall(RexCall call) {
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case PLUS, MINUS ->
                operands.size() == 2 && isFixedInterval(operands.get(1))
                        ? column(operands.get(0))
                        : OptionalInt.empty();
            default -> OptionalInt.empty();
        };
    }

    private static boolean isTimestamp(RexNode node) {
        SqlTypeName type = node.getType().getSqlTypeName();
        return type == SqlTypeName.TIMESTAMP || type == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    }

    private static boolean isFixedInterval(RexNode node) {
        return node instanceof RexLiteral literal
                && !literal.isNull()
                && literal.getType().getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_DAY_TIME;
    }
}
