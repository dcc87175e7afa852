package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A step and some of its columns, for a reader that would otherwise keep all of them in its state.
 *
 * @param step with the columns that are used, one at least
 * @param targets where a column of the original step stands in it
 */
record Narrowing(StreamRel step, Map<Integer, Integer> targets) {
    /** @param used columns that the reader looks at; if there are none, it gets one to count by */
    static Narrowing of(StreamRel input, ImmutableBitSet used, StreamPlanner planner) {
        int width = input.rowType().getFieldCount();
        ImmutableBitSet kept = used.isEmpty() && width > 0 ? ImmutableBitSet.of(0) : used;
        Map<Integer, Integer> targets = new HashMap<>();
        for (int column : kept) {
            targets.put(column, targets.size());
        }
        if (kept.cardinality() == width) {
            return new Narrowing(input, targets);
        }
        return new Narrowing(planner.share(StreamCalc.select(input, kept.asList(), planner.rexBuilder())), targets);
    }

    int target(int column) {
        return requireNonNull(targets.get(column), "column was left out");
    }

    List<Integer> targets(List<Integer> columns) {
        return columns.stream().map(this::target).toList();
    }

    RexNode apply(RexNode node) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return new RexInputRef(target(ref.getIndex()), ref.getType());
            }
        });
    }
}
