package io.weir.planner.physical;

import io.weir.planner.expression.WeirOperatorTable;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** Columns by which rows can be told in time: event times, and columns made by PROCTIME(). */
final class TimeAttributes {
    private TimeAttributes() {}

    /** Whether a column is PROCTIME(), handed on unchanged. */
    static boolean isProcessingTime(StreamRel step, int column) {
        if (column < 0) {
            return false;
        }
        if (step instanceof StreamCalc calc) {
            RexNode project = calc.projects().get(column);
            return isProcessingTime(project) || isProcessingTime(calc.input(), StreamCalc.sourceColumn(project));
        }
        if (step instanceof StreamMatch match) {
            return isProcessingTime(match.measures().get(column));
        }
        return step instanceof StreamUnion && step.inputs().stream().allMatch(input -> isProcessingTime(input, column));
    }

    static boolean isProcessingTime(RexNode expression) {
        return RexUtil.removeCast(expression) instanceof RexCall call
                && call.getOperator().equals(WeirOperatorTable.PROCTIME);
    }

    /** The step itself, or, if the column is PROCTIME() and no event time yet, one in which it is. */
    static StreamRel asEventTime(StreamRel step, int column, StreamPlanner planner) {
        if (step.traits().rowtime().get(column) || !isProcessingTime(step, column)) {
            return step;
        }
        if (!step.traits().isInsertOnly()) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "rows that are withdrawn have no processing time: column \""
                                    + step.rowType().getFieldNames().get(column) + "\" of a query whose rows change")
                    .withDetail("A withdrawal would get another time than its row.");
        }
        return planner.share(new StreamProcessingTime(step, column));
    }
}
