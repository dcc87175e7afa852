package io.weir.planner.physical;

import io.weir.planner.logical.TemporalJoin;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/**
 * Joins with FOR SYSTEM_TIME AS OF processing time.
 *
 * <pre>
 * TemporalJoin(f(l) = r.key AND rest)          Calc(left columns, r columns)
 *   Left                               ->        LookupJoin($key = r.key, rest)
 *   Calc(r columns)                                Calc(left columns, $key = f(l))
 *     Scan(r)                                        Left
 * </pre>
 */
final class LookupJoins {
    private LookupJoins() {}

    static StreamRel convert(TemporalJoin join, StreamRel left, StreamPlanner planner) {
        if (!left.traits().isInsertOnly()) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "the left side of a look-up join must not change, and rows of this one can be withdrawn")
                    .withDetail("What the table says when a row goes may be something else than when it came.");
        }
        LookupSide right = LookupSide.of(join.getRight(), planner);
        Terms terms = terms(join, left, right, planner.rexBuilder());
        if (terms.keys.isEmpty()) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "a look-up join needs a column of table \""
                                    + right.definition().name() + "\" that equals something of the left side")
                    .withHint("Write ON left.x = right.key.");
        }
        StreamRel lookup = planner.share(lookup(join, withKeys(left, terms.keys, planner), right, terms, planner));
        return columnsOf(join, lookup, left.rowType().getFieldCount() + terms.keys.size(), right, planner);
    }

    /**
     * What the condition consists of, over the left columns, then the table's.
     *
     * @param keys what the columns in {@code rightKeys} must equal
     */
    private record Terms(List<RexNode> keys, List<Integer> rightKeys, List<RexNode> rest) {}

    private static Terms terms(TemporalJoin join, StreamRel left, LookupSide right, RexBuilder rexBuilder) {
        int leftWidth = left.rowType().getFieldCount();
        RexNode condition = join.condition().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                int column = ref.getIndex() - leftWidth;
                return column < 0 ? ref : right.column(column, leftWidth);
            }
        });
        Terms terms = new Terms(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (RexNode term : RelOptUtil.conjunctions(
                RexUtil.composeConjunction(rexBuilder, append(right.conditions(leftWidth), condition)))) {
            LookupKeyTerm key = LookupKeyTerm.of(term, leftWidth, right.rowType(), rexBuilder);
            if (key == null || terms.rightKeys.contains(key.column())) {
                terms.rest.add(term);
            } else {
                terms.keys.add(key.value());
                terms.rightKeys.add(key.column());
            }
        }
        return terms;
    }

    /** @param withKeys the left side, with the keys as its last columns */
    private static StreamLookupJoin lookup(
            TemporalJoin join, StreamRel withKeys, LookupSide right, Terms terms, StreamPlanner planner) {
        RexBuilder rexBuilder = planner.rexBuilder();
        int width = withKeys.rowType().getFieldCount();
        int shift = terms.keys.size();
        List<RexNode> rest = terms.rest.stream()
                .map(term -> RexUtil.shift(term, width - shift, shift))
                .toList();
        boolean isOuter = join.joinType() == JoinRelType.LEFT;
        return new StreamLookupJoin(
                withKeys,
                new StreamLookupJoin.Target(right.definition(), right.table(), right.rowType(), terms.rightKeys),
                isOuter,
                StreamRel.range(width - shift, width),
                JoinCondition.residual(rest, rexBuilder),
                rowType(withKeys, right.rowType(), isOuter, rexBuilder),
                rexBuilder);
    }

    /** The columns that the join has, of a look-up that has keys and all columns of the table besides. */
    private static StreamRel columnsOf(
            TemporalJoin join, StreamRel lookup, int tableStart, LookupSide right, StreamPlanner planner) {
        RexBuilder rexBuilder = planner.rexBuilder();
        int leftWidth = join.getRowType().getFieldCount() - right.columns().size();
        List<RexNode> outputs = new ArrayList<>();
        for (int i = 0; i < join.getRowType().getFieldCount(); i++) {
            int column = i < leftWidth ? i : tableStart + right.columns().get(i - leftWidth);
            RelDataType type = join.getRowType().getFieldList().get(i).getType();
            outputs.add(rexBuilder.ensureType(type, RexInputRef.of(column, lookup.rowType()), true));
        }
        return StreamCalc.of(lookup, outputs, null, join.getRowType(), rexBuilder);
    }

    private static List<RexNode> append(List<RexNode> terms, RexNode last) {
        List<RexNode> all = new ArrayList<>(terms);
        all.add(last);
        return all;
    }

    private static StreamRel withKeys(StreamRel left, List<RexNode> keys, StreamPlanner planner) {
        RexBuilder rexBuilder = planner.rexBuilder();
        List<RexNode> projects = new ArrayList<>(rexBuilder.identityProjects(left.rowType()));
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        rowType.addAll(left.rowType().getFieldList());
        for (RexNode key : keys) {
            rowType.add("$key" + projects.size(), key.getType());
            projects.add(key);
        }
        return planner.share(
                StreamCalc.of(left, projects, null, rowType.uniquify().build(), rexBuilder));
    }

    private static RelDataType rowType(StreamRel left, RelDataType right, boolean isOuter, RexBuilder rexBuilder) {
        RelDataTypeFactory factory = rexBuilder.getTypeFactory();
        RelDataTypeFactory.Builder rowType = factory.builder();
        rowType.addAll(left.rowType().getFieldList());
        right.getFieldList()
                .forEach(field -> rowType.add(
                        field.getName(),
                        isOuter ? factory.createTypeWithNullability(field.getType(), true) : field.getType()));
        return rowType.uniquify().build();
    }
}
