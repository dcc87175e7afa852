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

/** A join of rows of the same window: when the window has ended, its rows are forgotten. */
public final class StreamWindowJoin extends StreamRel {
    private final JoinType type;
    private final JoinKeys keys;
    private final int leftEnd;
    private final int rightEnd;
    private final @Nullable RexNode residual;
    private final RexBuilder rexBuilder;

    /**
     * @param leftEnd column with the end of the left row's window
     * @param rightEnd the same of the right row
     */
    StreamWindowJoin(
            StreamRel left,
            StreamRel right,
            JoinType type,
            JoinKeys keys,
            int leftEnd,
            int rightEnd,
            @Nullable RexNode residual,
            RelDataType rowType,
            RexBuilder rexBuilder) {
        super(
                List.of(left, right),
                rowType,
                StreamJoin.traits(left, right, type, keys)
                        .withChangelog(ChangelogKind.INSERT_ONLY)
                        .withRowtime(ImmutableBitSet.of(leftEnd)) // pairs come out before their window ends
                        .withWindow(
                                type == JoinType.RIGHT || type == JoinType.FULL
                                        ? null
                                        : left.traits().window()));
        this.type = type;
        this.keys = keys;
        this.leftEnd = leftEnd;
        this.rightEnd = rightEnd;
        this.residual = residual;
        this.rexBuilder = rexBuilder;
    }

    public JoinType type() {
        return type;
    }

    public JoinKeys keys() {
        return keys;
    }

    public int leftEnd() {
        return leftEnd;
    }

    public int rightEnd() {
        return rightEnd;
    }

    public @Nullable RexNode residual() {
        return residual;
    }

    @Override
    String meaning() {
        RexNode rest = residual;
        return type + " on " + input(0).columns(keys.left()) + " = " + input(1).columns(keys.right()) + " window "
                + input(0).columns().get(leftEnd) + " " + input(1).columns().get(rightEnd) + " rows "
                + input(0).columns() + " and " + input(1).columns()
                + (rest == null
                        ? ""
                        : " if " + RexText.meaning(rest, rexBuilder, StreamJoin.pairColumns(input(0), input(1))));
    }

    @Override
    List<String> columnMeanings() {
        boolean isLeftOnly = type == JoinType.SEMI || type == JoinType.ANTI;
        return isLeftOnly ? input(0).columns() : StreamJoin.pairColumns(input(0), input(1));
    }

    @Override
    public String describe() {
        List<String> leftNames = input(0).names(keys.left());
        List<String> rightNames = input(1).names(keys.right());
        List<String> on = IntStream.range(0, leftNames.size())
                .mapToObj(i -> leftNames.get(i) + " = " + rightNames.get(i))
                .toList();
        RexNode rest = residual;
        return "WindowJoin(type=[" + type + "], on=[" + String.join(" AND ", on) + "], window=["
                + input(0).rowType().getFieldNames().get(leftEnd) + "]"
                + (rest == null
                        ? ""
                        : ", where=[" + RexText.describe(rest, rexBuilder, StreamJoin.pairNames(input(0), input(1)))
                                + "]")
                + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamWindowJoin(
                newInputs.get(0), newInputs.get(1), type, keys, leftEnd, rightEnd, residual, rowType(), rexBuilder);
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
    boolean dropsLate(int input) {
        return true;
    }

    @Override
    public StateBound stateBound() {
        return StateBound.bounded("windows not ended by the watermark");
    }
}
