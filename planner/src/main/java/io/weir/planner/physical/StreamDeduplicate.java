package io.weir.planner.physical;

import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.util.ImmutableBitSet;

/** The first or the last row of each key, by event time: one row per key is kept. */
public final class StreamDeduplicate extends StreamRel {
    private final List<Integer> keys;
    private final int timeColumn;
    private final boolean keepsLast;

    StreamDeduplicate(StreamRel input, List<Integer> keys, int timeColumn, boolean keepsLast) {
        super(List.of(input), input.rowType(), traits(input, keys));
        this.keys = List.copyOf(keys);
        this.timeColumn = timeColumn;
        this.keepsLast = keepsLast;
    }

    private static StreamTraits traits(StreamRel input, List<Integer> keys) {
        List<ImmutableBitSet> unique = new ArrayList<>(input.traits().keys());
        unique.add(ImmutableBitSet.of(keys));
        return StreamTraits.of(ChangelogKind.ALL, input.traits().bounded()).withKeys(unique);
    }

    public List<Integer> keys() {
        return keys;
    }

    public int timeColumn() {
        return timeColumn;
    }

    public boolean keepsLast() {
        return keepsLast;
    }

    @Override
    String meaning() {
        return (keepsLast ? "last" : "first") + " of " + input().columns(keys) + " by "
                + input().columns().get(timeColumn) + " rows " + input().columns();
    }

    @Override
    List<String> columnMeanings() {
        return input().columns();
    }

    @Override
    public String describe() {
        return "Deduplicate(keep=[" + (keepsLast ? "last" : "first") + "], key=["
                + String.join(", ", input().names(keys)) + "], time=["
                + input().rowType().getFieldNames().get(timeColumn) + "])";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamDeduplicate(newInputs.get(0), keys, timeColumn, keepsLast);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public Distribution distribution(int input) {
        return Distribution.hashOrSingle(keys);
    }

    @Override
    public StateBound stateBound() {
        return StateBound.untilTimeToLive("one row per key [" + String.join(", ", input().names(keys)) + "]");
    }
}
