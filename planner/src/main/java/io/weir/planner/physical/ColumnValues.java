package io.weir.planner.physical;

import io.weir.spi.data.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** The columns for which a condition wants one value. */
final class ColumnValues {
    private ColumnValues() {}

    /** Boxed values, none of them null, by index of column; the condition is true for no row that has others. */
    static Map<Integer, Object> of(RexNode condition, StreamRel input) {
        Map<Integer, Object> values = new LinkedHashMap<>();
        for (RexNode part : RelOptUtil.conjunctions(condition)) {
            if (part.getKind() != SqlKind.EQUALS) {
                continue;
            }
            RexCall call = (RexCall) part;
            add(call.getOperands().get(0), call.getOperands().get(1), input, values);
            add(call.getOperands().get(1), call.getOperands().get(0), input, values);
        }
        return values;
    }

    private static void add(RexNode column, RexNode value, StreamRel input, Map<Integer, Object> values) {
        if (!(column instanceof RexInputRef ref) || !(value instanceof RexLiteral literal) || literal.isNull()) {
            return;
        }
        DataType type = input.type(ref.getIndex());
        boolean isSameKind = literal.getType().getSqlTypeName() == ref.getType().getSqlTypeName();
        // Kinds whose equal values are one value: no scale, no padding, no sign of zero.
        boolean isExact = switch (type.kind()) {
            case INTEGER, BIGINT, DATE, BOOLEAN -> isSameKind;
            case VARCHAR -> literal.getValueAs(String.class) != null;
            default -> false;
        };
        Object boxed = isExact ? LiteralValues.boxed(literal, type) : null;
        if (boxed != null) {
            values.putIfAbsent(ref.getIndex(), boxed);
        }
    }
}
