package io.weir.planner.physical;

import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code value = table.column}, the value being something of the left side.
 *
 * @param value in the type of the column; NULL where that has no such value, which then finds nothing
 */
record LookupKeyTerm(RexNode value, int column) {
    static @Nullable LookupKeyTerm of(RexNode term, int leftWidth, RelDataType table, RexBuilder rexBuilder) {
        if (!(term instanceof RexCall call) || call.getKind() != SqlKind.EQUALS) {
            return null;
        }
        LookupKeyTerm key = of(call.getOperands().get(0), call.getOperands().get(1), leftWidth, table, rexBuilder);
        return key != null
                ? key
                : of(call.getOperands().get(1), call.getOperands().get(0), leftWidth, table, rexBuilder);
    }

    private static @Nullable LookupKeyTerm of(
            RexNode value, RexNode column, int leftWidth, RelDataType table, RexBuilder rexBuilder) {
        boolean isOfLeft = ImmutableBitSet.range(leftWidth).contains(RelOptUtil.InputFinder.bits(value));
        RexNode plain = widened(column);
        if (!isOfLeft
                || !RexUtil.isDeterministic(value)
                || !(plain instanceof RexInputRef ref)
                || ref.getIndex() < leftWidth) {
            return null;
        }
        int index = ref.getIndex() - leftWidth;
        RelDataType wanted = table.getFieldList().get(index).getType();
        if (SqlTypeUtil.equalSansNullability(rexBuilder.getTypeFactory(), wanted, value.getType())) {
            return new LookupKeyTerm(value, index);
        }
        boolean areWhole = SqlTypeUtil.isIntType(wanted) && SqlTypeUtil.isIntType(value.getType());
        boolean areText = SqlTypeUtil.inCharFamily(wanted) && SqlTypeUtil.inCharFamily(value.getType());
        if (!areWhole && !areText) {
            return null;
        }
        RelDataType nullable = rexBuilder.getTypeFactory().createTypeWithNullability(wanted, true);
        return new LookupKeyTerm(
                areText
                        ? rexBuilder.makeAbstractCast(nullable, value, false)
                        : rexBuilder.makeCall(nullable, SqlLibraryOperators.TRY_CAST, List.of(value)),
                index);
    }

    /** Without a cast between whole numbers or texts, which the equality of values does not need. */
    private static RexNode widened(RexNode column) {
        if (column instanceof RexCall cast && cast.isA(SqlKind.CAST)) {
            RexNode inner = cast.getOperands().get(0);
            boolean areWhole = SqlTypeUtil.isIntType(cast.getType()) && SqlTypeUtil.isIntType(inner.getType());
            boolean areText = SqlTypeUtil.inCharFamily(cast.getType()) && SqlTypeUtil.inCharFamily(inner.getType());
            return areWhole || areText ? inner : column;
        }
        return column;
    }
}
