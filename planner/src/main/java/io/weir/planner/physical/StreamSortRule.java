package io.weir.planner.physical;

import io.weir.runtime.operator.SortKey;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/** ORDER BY, OFFSET, FETCH and LIMIT. */
final class StreamSortRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof Sort sort)) {
            return null;
        }
        StreamRel input = planner.convert(sort.getInput());
        List<SortKey> order = AggregateCalls.sortKeys(sort.getCollation(), input);
        long offset = sort.offset == null ? 0 : rows(sort.offset, "OFFSET");
        long limit = sort.fetch == null ? StreamSort.NO_LIMIT : rows(sort.fetch, "FETCH");
        boolean isFinal = input.traits().bounded();
        if (!isFinal && limit == StreamSort.NO_LIMIT) {
            throw new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "an endless stream cannot be ordered as a whole")
                    .withHint(
                            "Limit the rows: ORDER BY ... FETCH FIRST 10 ROWS ONLY; or rank them by ROW_NUMBER() in a window.");
        }
        return new StreamSort(input, order, offset, limit, isFinal);
    }

    private static long rows(RexNode node, String clause) {
        if (RexUtil.removeCast(node) instanceof RexLiteral literal) {
            BigDecimal count = literal.isNull() ? null : literal.getValueAs(BigDecimal.class);
            if (count != null
                    && count.signum() >= 0
                    && count.stripTrailingZeros().scale() <= 0) {
                return count.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
            }
        }
        throw new WeirException(ErrorCode.PARAMETER_VALUE, clause + " wants a whole number of at least 0");
    }
}
