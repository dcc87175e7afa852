package io.weir.planner.physical;

import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/** GROUP BY that is kept up to date: key columns, then results; a row of a group is replaced whenever it changes. */
public final class StreamGroupAggregate extends StreamRel {
    private final List<Integer> keys;
    private final List<AggregateCall> calls;

    StreamGroupAggregate(StreamRel input, List<Integer> keys, List<AggregateCall> calls, RelDataType rowType) {
        super(List.of(input), rowType, traits(input, keys.size()));
        this.keys = List.copyOf(keys);
        this.calls = List.copyOf(calls);
    }

    private static StreamTraits traits(StreamRel input, int keyCount) {
        return StreamTraits.of(ChangelogKind.ALL, input.traits().bounded())
                .withKeys(List.of(ImmutableBitSet.range(keyCount)));
    }

    public List<Integer> keys() {
        return keys;
    }

    public List<AggregateCall> calls() {
        return calls;
    }

    @Override
    String meaning() {
        return "keys " + input().columns(keys) + " calls " + callTexts(input().columns());
    }

    private List<String> callTexts(List<String> names) {
        return calls.stream().map(call -> AggregateCalls.text(call, names)).toList();
    }

    @Override
    List<String> columnMeanings() {
        List<String> columns = new ArrayList<>(input().columns(keys));
        callTexts(input().columns()).forEach(text -> columns.add(Meaning.ofColumn(text)));
        return columns;
    }

    @Override
    public String describe() {
        List<String> names = input().rowType().getFieldNames();
        return "GroupAggregate(keys=[" + String.join(", ", input().names(keys)) + "], aggregates=["
                + String.join(", ", callTexts(names)) + "])";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamGroupAggregate(newInputs.get(0), keys, calls, rowType());
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
        if (keys.isEmpty()) {
            return StateBound.bounded("one group");
        }
        return StateBound.untilTimeToLive("one entry per group [" + String.join(", ", input().names(keys)) + "]");
    }
}
