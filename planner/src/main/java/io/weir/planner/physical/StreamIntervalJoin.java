package io.weir.planner.physical;

import io.weir.planner.physical.StreamJoin.JoinKeys;
import io.weir.runtime.operator.join.JoinType;
import io.weir.spi.connector.ChangelogKind;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A join of two streams of inserts whose event times must lie near each other: rows are kept only until the watermark
 * rules out a partner.
 */
public final class StreamIntervalJoin extends StreamRel {
    private final JoinType type;
    private final JoinKeys keys;
    private final TimeBounds bounds;
    private final @Nullable RexNode residual;
    private final RexBuilder rexBuilder;

    /**
     * {@code left.time} between {@code right.time + lower} and {@code right.time + upper}, in microseconds.
     *
     * @param leftTime column of the left side
     * @param rightTime column of the right side
     */
    public record TimeBounds(int leftTime, int rightTime, long lower, long upper) {}

    StreamIntervalJoin(
            StreamRel left,
            StreamRel right,
            JoinType type,
            JoinKeys keys,
            TimeBounds bounds,
            @Nullable RexNode residual,
            RelDataType rowType,
            RexBuilder rexBuilder) {
        super(List.of(left, right), rowType, traits(left, right, type, keys, bounds));
        this.type = type;
        this.keys = keys;
        this.bounds = bounds;
        this.residual = residual;
        this.rexBuilder = rexBuilder;
    }

    /** The watermark is held back by as much as pairs come out behind it, so both times stay event times. */
    private static StreamTraits traits(
            StreamRel left, StreamRel right, JoinType type, JoinKeys keys, TimeBounds bounds) {
        int width = left.rowType().getFieldCount();
        return StreamJoin.traits(left, right, type, keys)
                .withChangelog(ChangelogKind.INSERT_ONLY)
                .withRowtime(ImmutableBitSet.of(bounds.leftTime(), width + bounds.rightTime()));
    }

    public JoinType type() {
        return type;
    }

    public JoinKeys keys() {
        return keys;
    }

    public TimeBounds bounds() {
        return bounds;
    }

    public @Nullable RexNode residual() {
        return residual;
    }

    @Override
    String meaning() {
        RexNode rest = residual;
        return type + " on " + input(0).columns(keys.left()) + " = " + input(1).columns(keys.right()) + " time "
                + input(0).columns().get(bounds.leftTime) + " - "
                + input(1).columns().get(bounds.rightTime) + " in "
                + bounds.lower + ".." + bounds.upper + " rows " + input(0).columns() + " and " + input(1).columns()
                + (rest == null
                        ? ""
                        : " if " + RexText.meaning(rest, rexBuilder, StreamJoin.pairColumns(input(0), input(1))));
    }

    @Override
    List<String> columnMeanings() {
        return StreamJoin.pairColumns(input(0), input(1));
    }

    @Override
    public String describe() {
        List<String> leftNames = input(0).names(keys.left());
        List<String> rightNames = input(1).names(keys.right());
        List<String> on = IntStream.range(0, leftNames.size())
                .mapToObj(i -> leftNames.get(i) + " = " + rightNames.get(i))
                .toList();
        RexNode rest = residual;
        return "IntervalJoin(type=[" + type + "], on=[" + String.join(" AND ", on) + "], time=["
                + input(0).rowType().getFieldNames().get(bounds.leftTime) + " from "
                + input(1).rowType().getFieldNames().get(bounds.rightTime) + " + "
                + WindowSpecification.duration(bounds.lower) + " to + " + WindowSpecification.duration(bounds.upper)
                + "]"
                + (rest == null
                        ? ""
                        : ", where=[" + RexText.describe(rest, rexBuilder, StreamJoin.pairNames(input(0), input(1)))
                                + "]")
                + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamIntervalJoin(
                newInputs.get(0), newInputs.get(1), type, keys, bounds, residual, rowType(), rexBuilder);
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
        return StateBound.bounded("rows that the watermark has not passed");
    }
}
