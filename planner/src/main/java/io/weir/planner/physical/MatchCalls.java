package io.weir.planner.physical;

import io.weir.planner.expression.MatchFunctions;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;

/** What calls in MATCH_RECOGNIZE are: those that go to another row, and how far. */
final class MatchCalls {
    private static final BigDecimal MAX_OFFSET = BigDecimal.valueOf(10_000);

    private MatchCalls() {}

    /** PREV, NEXT, FIRST or LAST. */
    static boolean navigates(RexCall call) {
        return isBack(call) || isAhead(call) || call.isA(List.of(SqlKind.FIRST, SqlKind.LAST));
    }

    static boolean isBack(RexCall call) {
        return call.isA(SqlKind.PREV) || call.getOperator().equals(MatchFunctions.PREV);
    }

    static boolean isAhead(RexCall call) {
        return call.isA(SqlKind.NEXT) || call.getOperator().equals(MatchFunctions.NEXT);
    }

    /** Whether it is something that is taken from the match, and so no part of an expression over one row. */
    static boolean isOfMatch(RexCall call) {
        return navigates(call)
                || call.isA(List.of(SqlKind.CLASSIFIER, SqlKind.MATCH_NUMBER))
                || call.getOperator().equals(MatchFunctions.ROWTIME)
                || call.getOperator() instanceof SqlAggFunction;
    }

    /** The last operand of one that navigates. */
    static int offset(RexCall call) {
        RexNode offset = RexUtil.removeCast(call.getOperands().get(1));
        BigDecimal number =
                offset instanceof RexLiteral literal && !literal.isNull() ? literal.getValueAs(BigDecimal.class) : null;
        if (number == null || number.signum() < 0 || number.compareTo(MAX_OFFSET) > 0) {
            throw new WeirException(
                    ErrorCode.VALIDATION_ERROR,
                    "the offset of " + call.getKind() + " must be a whole number from 0 to " + MAX_OFFSET);
        }
        return number.intValue();
    }
}
