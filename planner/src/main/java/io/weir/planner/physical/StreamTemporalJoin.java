package io.weir.planner.physical;

import io.weir.planner.physical.StreamJoin.JoinKeys;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Each left row with the version of the right row that was valid at its event time. */
public final class StreamTemporalJoin extends StreamRel {
    private final boolean isOuter;
    private final JoinKeys keys;
    private final int leftTime;
    private final int rightTime;
    private final @Nullable RexNode residual;
    private final RexBuilder rexBuilder;

    /** @param isOuter whether left rows without a partner come out, with NULLs */
    StreamTemporalJoin(
            StreamRel left,
            StreamRel right,
            boolean isOuter,
            JoinKeys keys,
            int leftTime,
            int rightTime,
            @Nullable RexNode residual,
            RelDataType rowType,
            RexBuilder rexBuilder) {
        super(
                List.of(left, right),
                rowType,
                StreamTraits.of(
                                left.traits().changelog(),
                                left.traits().bounded() && right.traits().bounded())
                        .withKeys(left.traits().keys())
                        // Rows wait for the watermark to reach this time; it may have passed their others.
                        .withRowtime(ImmutableBitSet.of(leftTime)));
        this.isOuter = isOuter;
        this.keys = keys;
        this.leftTime = leftTime;
        this.rightTime = rightTime;
        this.residual = residual;
        this.rexBuilder = rexBuilder;
    }

    public boolean isOuter() {
        return isOuter;
    }

    public JoinKeys keys() {
        return keys;
    }

    public int leftTime() {
        return leftTime;
    }

    public int rightTime() {
        return rightTime;
    }

    public @Nullable RexNode residual() {
        return residual;
    }

    @Override
    String meaning() {
        RexNode rest = residual;
        return (isOuter ? "LEFT" : "INNER") + " on " + input(0).columns(keys.left()) + " = "
                + input(1).columns(keys.right()) + " as of "
                + input(0).columns().get(leftTime) + " versions by "
                + input(1).columns().get(rightTime) + " rows " + input(0).columns() + " and " + input(1).columns()
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
        return "TemporalJoin(type=[" + (isOuter ? "LEFT" : "INNER") + "], on=[" + String.join(" AND ", on)
                + "], as of=[" + input(0).rowType().getFieldNames().get(leftTime) + "], versions=["
                + input(1).rowType().getFieldNames().get(rightTime) + "]"
                + (rest == null
                        ? ""
                        : ", where=[" + RexText.describe(rest, rexBuilder, StreamJoin.pairNames(input(0), input(1)))
                                + "]")
                + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamTemporalJoin(
                newInputs.get(0),
                newInputs.get(1),
                isOuter,
                keys,
                leftTime,
                rightTime,
                residual,
                rowType(),
                rexBuilder);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public Distribution distribution(int input) {
        return new Distribution.Hash(keys.of(input), keys.types());
    }

    @Override
    public StateBound stateBound() {
        return StateBound.bounded(
                "left rows that the watermark has not passed, and of each key the versions they may need");
    }
}
