package io.weir.planner.logical;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Orders inner joins so that each input is joined by an equality with those before it, where their order as written
 * would pair all rows of two inputs though a condition connects them by way of a third. Without statistics the written
 * order is kept for everything else: who wrote it may have known why.
 *
 * <pre>
 * FROM a, b, c WHERE a.x = c.x AND c.y = b.y
 *
 *      join (a.x = c.x, c.y = b.y)              join (c.y = b.y)
 *      /         \                             /         \
 *   join (true)   c            →         join (a.x = c.x)  b
 *    /   \                                /   \
 *   a     b                              a     c
 * </pre>
 *
 * Inputs that a filter narrows come first; what no equality connects is paired at the end.
 */
final class JoinOrder {
    private final RelBuilder builder;

    private JoinOrder(RelBuilder builder) {
        this.builder = builder;
    }

    static RelNode improve(RelNode rel, RelBuilder builder) {
        return new JoinOrder(builder).visit(rel);
    }

    private RelNode visit(RelNode rel) {
        if (isInner(rel)) {
            List<RelNode> inputs = new ArrayList<>();
            List<RexNode> terms = new ArrayList<>();
            boolean isLoose = collect(rel, 0, inputs, terms);
            if (isLoose && inputs.size() > 2 && terms.stream().anyMatch(JoinOrder::isEquality)) {
                return ordered(rel, inputs.stream().map(this::visit).toList(), terms);
            }
        }
        List<RelNode> visited = rel.getInputs().stream().map(this::visit).toList();
        return visited.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), visited);
    }

    private static boolean isInner(RelNode rel) {
        return rel instanceof LogicalJoin join
                && join.getJoinType() == JoinRelType.INNER
                && join.getVariablesSet().isEmpty();
    }

    /**
     * Inputs and conditions of a tree of joins.
     *
     * @param offset of the tree's first column among all
     * @return whether some join of it pairs all rows
     */
    private static boolean collect(RelNode rel, int offset, List<RelNode> inputs, List<RexNode> terms) {
        if (!isInner(rel)) {
            inputs.add(rel);
            return false;
        }
        Join join = (Join) rel;
        boolean isLeftLoose = collect(join.getLeft(), offset, inputs, terms);
        int width = join.getLeft().getRowType().getFieldCount();
        boolean isRightLoose = collect(join.getRight(), offset + width, inputs, terms);
        List<RexNode> own = RelOptUtil.conjunctions(join.getCondition());
        boolean isLoose = own.stream().noneMatch(JoinOrder::isEquality);
        own.forEach(term -> terms.add(RexUtil.shift(term, offset)));
        return isLeftLoose || isRightLoose || isLoose;
    }

    private static boolean isEquality(RexNode term) {
        return term instanceof RexCall call
                && call.getKind() == SqlKind.EQUALS
                && call.getOperands().get(0) instanceof RexInputRef
                && call.getOperands().get(1) instanceof RexInputRef;
    }

    private RelNode ordered(RelNode written, List<RelNode> inputs, List<RexNode> terms) {
        int[] starts = new int[inputs.size() + 1];
        for (int i = 0; i < inputs.size(); i++) {
            starts[i + 1] = starts[i] + inputs.get(i).getRowType().getFieldCount();
        }
        List<ImmutableBitSet> used = terms.stream()
                .map(term -> inputsOf(RelOptUtil.InputFinder.bits(term), starts))
                .toList();
        List<Integer> order = order(inputs, terms, used);
        int[] places = new int[starts[inputs.size()]];
        Arrays.fill(places, -1);
        boolean[] isDone = new boolean[terms.size()];
        ImmutableBitSet placed = ImmutableBitSet.of();
        RelNode joined = null;
        int width = 0;
        for (int input : order) {
            RelNode next = inputs.get(input);
            for (int i = starts[input]; i < starts[input + 1]; i++) {
                places[i] = width++;
            }
            placed = placed.set(input);
            if (joined == null) {
                joined = next;
                continue;
            }
            List<RexNode> conditions = new ArrayList<>();
            for (int i = 0; i < terms.size(); i++) {
                if (!isDone[i] && placed.contains(used.get(i))) {
                    isDone[i] = true;
                    conditions.add(moved(terms.get(i), places));
                }
            }
            builder.push(joined).push(next);
            joined = builder.join(JoinRelType.INNER, conditions).build();
        }
        builder.push(requireNonNull(joined, "no inputs"));
        // Gives way to what stands above it if the order was right as it was.
        return builder.project(
                        builder.fields(Arrays.stream(places).boxed().toList()),
                        written.getRowType().getFieldNames())
                .build();
    }

    private static RexNode moved(RexNode term, int[] places) {
        return term.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                return new RexInputRef(places[column.getIndex()], column.getType());
            }
        });
    }

    private static ImmutableBitSet inputsOf(ImmutableBitSet columns, int[] starts) {
        ImmutableBitSet.Builder inputs = ImmutableBitSet.builder();
        for (int column : columns) {
            int place = Arrays.binarySearch(starts, column);
            // Of inputs without columns, which begin where the next one does, the last is meant.
            int input = place < 0 ? -place - 2 : place;
            while (starts[input + 1] <= column) {
                input++;
            }
            inputs.set(input);
        }
        return inputs.build();
    }

    private static List<Integer> order(List<RelNode> inputs, List<RexNode> terms, List<ImmutableBitSet> used) {
        List<Integer> order = new ArrayList<>();
        ImmutableBitSet placed = ImmutableBitSet.of();
        while (order.size() < inputs.size()) {
            int best = -1;
            int bestRank = -1;
            for (int input = 0; input < inputs.size(); input++) {
                if (placed.get(input)) {
                    continue;
                }
                int rank = (isConnected(input, placed, terms, used) ? 2 : 0)
                        + (inputs.get(input) instanceof Filter ? 1 : 0);
                if (rank > bestRank) {
                    best = input;
                    bestRank = rank;
                }
            }
            order.add(best);
            placed = placed.set(best);
        }
        return order;
    }

    private static boolean isConnected(
            int input, ImmutableBitSet placed, List<RexNode> terms, List<ImmutableBitSet> used) {
        for (int i = 0; i < terms.size(); i++) {
            ImmutableBitSet inputs = used.get(i);
            boolean isBetweenTwo = isEquality(terms.get(i)) && inputs.cardinality() == 2;
            if (isBetweenTwo && inputs.get(input) && placed.contains(inputs.clear(input))) {
                return true;
            }
        }
        return false;
    }
}
