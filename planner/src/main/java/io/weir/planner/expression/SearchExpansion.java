package io.weir.planner.expression;

import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * Writes SEARCH, Calcite's short form of ranges and IN lists, out as comparisons; but leaves long lists of single
 * values alone, which {@link PointSets} looks up.
 */
final class SearchExpansion {
    private SearchExpansion() {}

    static RexNode expand(RexNode node, RexBuilder rexBuilder) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                if (!call.isA(SqlKind.SEARCH) || PointSets.isSet(call)) {
                    return super.visitCall(call);
                }
                return RexUtil.expandSearch(rexBuilder, null, call).accept(this);
            }
        });
    }
}
