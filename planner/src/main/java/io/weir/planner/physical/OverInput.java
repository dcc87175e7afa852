package io.weir.planner.physical;

import io.weir.planner.expression.TypeMapping;
import io.weir.runtime.operator.SortKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindow;

/** The input of window functions, with a column added for each expression that they partition, order or compute by. */
final class OverInput {
    private final StreamRel input;
    private final StreamPlanner planner;
    private final List<RexNode> added = new ArrayList<>();
    private final Map<String, Integer> columns = new HashMap<>();

    OverInput(StreamRel input, StreamPlanner planner) {
        this.input = input;
        this.planner = planner;
    }

    /** The column that holds an expression over the input. */
    int column(RexNode expression) {
        if (expression instanceof RexInputRef ref) {
            return ref.getIndex();
        }
        return columns.computeIfAbsent(
                expression.toString() + ":" + expression.getType().getFullTypeString(), text -> {
                    added.add(expression);
                    return width() + added.size() - 1;
                });
    }

    /** The number of columns of the input itself. */
    int width() {
        return input.rowType().getFieldCount();
    }

    List<Integer> partition(RexWindow window) {
        return window.partitionKeys.stream().map(this::column).distinct().toList();
    }

    /** To be resolved against {@link #step} later: types are those of the expressions. */
    List<SortKey> order(RexWindow window) {
        List<SortKey> keys = new ArrayList<>();
        for (RexFieldCollation collation : window.orderKeys) {
            boolean descending = collation.getDirection().isDescending();
            boolean nullsFirst = collation.getNullDirection() == RelFieldCollation.NullDirection.UNSPECIFIED
                    ? descending
                    : collation.getNullDirection() == RelFieldCollation.NullDirection.FIRST;
            keys.add(new SortKey(
                    column(collation.left), TypeMapping.toDataType(collation.left.getType()), descending, nullsFirst));
        }
        return keys;
    }

    /** The names of all columns, for people. */
    List<String> names() {
        List<String> names = new ArrayList<>(input.rowType().getFieldNames());
        added.forEach(expression -> names.add("$" + names.size()));
        return names;
    }

    /** The input with the added columns behind its own. */
    StreamRel step() {
        if (added.isEmpty()) {
            return input;
        }
        RexBuilder rexBuilder = planner.rexBuilder();
        List<RexNode> projects = new ArrayList<>(rexBuilder.identityProjects(input.rowType()));
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        rowType.addAll(input.rowType().getFieldList());
        for (RexNode node : added) {
            rowType.add("$" + projects.size(), node.getType());
            projects.add(node);
        }
        return planner.share(
                StreamCalc.of(input, projects, null, rowType.uniquify().build(), rexBuilder));
    }
}
