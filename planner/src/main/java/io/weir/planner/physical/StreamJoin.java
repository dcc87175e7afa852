package io.weir.planner.physical;

import io.weir.runtime.operator.join.JoinType;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** A join of two changelogs that is kept up to date: every row of both sides is kept, for a partner may still come. */
public final class StreamJoin extends StreamRel {
    private final JoinType type;
    private final JoinKeys keys;
    private final @Nullable RexNode residual;
    private final RexBuilder rexBuilder;

    /** @param residual over left columns, then right columns; null if equality is all */
    StreamJoin(
            StreamRel left,
            StreamRel right,
            JoinType type,
            JoinKeys keys,
            @Nullable RexNode residual,
            RelDataType rowType,
            RexBuilder rexBuilder) {
        super(List.of(left, right), rowType, traits(left, right, type, keys));
        this.type = type;
        this.keys = keys;
        this.residual = residual;
        this.rexBuilder = rexBuilder;
    }

    /**
     * The equalities of a join condition.
     *
     * @param types common to both sides
     */
    public record JoinKeys(List<Integer> left, List<Integer> right, List<DataType> types) {
        public JoinKeys {
            left = List.copyOf(left);
            right = List.copyOf(right);
            types = List.copyOf(types);
        }

        List<Integer> of(int input) {
            return input == 0 ? left : right;
        }
    }

    static StreamTraits traits(StreamRel left, StreamRel right, JoinType type, JoinKeys keys) {
        boolean keepsInsertOnly = (type == JoinType.INNER || type == JoinType.SEMI)
                && left.traits().isInsertOnly()
                && right.traits().isInsertOnly();
        ChangelogKind changelog = keepsInsertOnly ? ChangelogKind.INSERT_ONLY : ChangelogKind.ALL;
        boolean bounded = left.traits().bounded() && right.traits().bounded();
        return StreamTraits.of(changelog, bounded)
                .withKeys(keysOf(left, right, type, keys))
                .withRowtime(keepsInsertOnly ? rowtimeOf(left, right, type) : ImmutableBitSet.of());
    }

    /**
     * A side keeps its event times if the other one ends and has no watermark before its end. Until then the join has
     * no watermark either; from then on rows come out only as rows of this side come in. With any other partner a row
     * may come out long after the watermark has passed it.
     */
    private static ImmutableBitSet rowtimeOf(StreamRel left, StreamRel right, JoinType type) {
        ImmutableBitSet rowtime = ImmutableBitSet.of();
        if (right.traits().bounded() && !hasWatermark(right)) {
            rowtime = left.traits().rowtime();
        }
        if (type == JoinType.INNER && left.traits().bounded() && !hasWatermark(left)) {
            int width = left.rowType().getFieldCount();
            rowtime = rowtime.union(right.traits().rowtime().shift(width));
        }
        return rowtime;
    }

    private static boolean hasWatermark(StreamRel rel) {
        if (rel instanceof StreamSource source && source.watermark() != null) {
            return true;
        }
        return rel.inputs().stream().anyMatch(StreamJoin::hasWatermark);
    }

    /** Keys of the result: those of a side whose rows find one partner at most, and all pairs of both sides' keys. */
    private static List<ImmutableBitSet> keysOf(StreamRel left, StreamRel right, JoinType type, JoinKeys keys) {
        List<ImmutableBitSet> leftKeys = left.traits().keys();
        if (type == JoinType.SEMI || type == JoinType.ANTI) {
            return leftKeys;
        }
        int width = left.rowType().getFieldCount();
        List<ImmutableBitSet> result = new ArrayList<>();
        boolean hasOneRight = right.traits().isUnique(ImmutableBitSet.of(keys.right()));
        boolean hasOneLeft = left.traits().isUnique(ImmutableBitSet.of(keys.left()));
        if (hasOneRight && (type == JoinType.INNER || type == JoinType.LEFT)) {
            result.addAll(leftKeys);
        }
        if (hasOneLeft && (type == JoinType.INNER || type == JoinType.RIGHT)) {
            right.traits().keys().forEach(key -> result.add(key.shift(width)));
        }
        if (type == JoinType.INNER) {
            for (ImmutableBitSet leftKey : leftKeys) {
                right.traits().keys().forEach(key -> result.add(leftKey.union(key.shift(width))));
            }
        }
        return result;
    }

    public JoinType type() {
        return type;
    }

    public JoinKeys keys() {
        return keys;
    }

    public @Nullable RexNode residual() {
        return residual;
    }

    /** The row type of the residual: all columns of both sides. */
    static List<String> pairNames(StreamRel left, StreamRel right) {
        List<String> names = new ArrayList<>(left.rowType().getFieldNames());
        names.addAll(right.rowType().getFieldNames());
        return names;
    }

    static List<String> pairColumns(StreamRel left, StreamRel right) {
        List<String> columns = new ArrayList<>();
        left.columns().forEach(column -> columns.add("l." + column));
        right.columns().forEach(column -> columns.add("r." + column));
        return columns;
    }

    @Override
    String meaning() {
        RexNode rest = residual;
        return type + " on " + input(0).columns(keys.left()) + " = " + input(1).columns(keys.right())
                + " rows " + input(0).columns() + " and " + input(1).columns()
                + (rest == null ? "" : " if " + RexText.meaning(rest, rexBuilder, pairColumns(input(0), input(1))));
    }

    @Override
    List<String> columnMeanings() {
        boolean isLeftOnly = type == JoinType.SEMI || type == JoinType.ANTI;
        return isLeftOnly ? input(0).columns() : pairColumns(input(0), input(1));
    }

    @Override
    public String describe() {
        List<String> leftNames = input(0).names(keys.left());
        List<String> rightNames = input(1).names(keys.right());
        List<String> on = IntStream.range(0, leftNames.size())
                .mapToObj(i -> leftNames.get(i) + " = " + rightNames.get(i))
                .toList();
        RexNode rest = residual;
        return "Join(type=[" + type + "], on=[" + String.join(" AND ", on) + "]"
                + (rest == null
                        ? ""
                        : ", where=[" + RexText.describe(rest, rexBuilder, pairNames(input(0), input(1))) + "]")
                + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamJoin(newInputs.get(0), newInputs.get(1), type, keys, residual, rowType(), rexBuilder);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public Distribution distribution(int input) {
        return keys.types().isEmpty() ? new Distribution.Single() : new Distribution.Hash(keys.of(input), keys.types());
    }

    @Override
    public StateBound stateBound() {
        return StateBound.untilTimeToLive("all rows of both inputs");
    }
}
