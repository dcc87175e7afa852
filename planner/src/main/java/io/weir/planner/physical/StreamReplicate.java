package io.weir.planner.physical;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;

/** Each row as often as its last column says, without that column. */
public final class StreamReplicate extends StreamRel {
    StreamReplicate(StreamRel input, RelDataType rowType) {
        super(
                List.of(input),
                rowType,
                StreamTraits.of(input.traits().changelog(), input.traits().bounded()));
    }

    /** Index of the count, BIGINT. */
    public int countColumn() {
        return rowType().getFieldCount();
    }

    @Override
    String meaning() {
        return "by " + input().columns().get(countColumn());
    }

    @Override
    List<String> columnMeanings() {
        return input().columns().subList(0, countColumn());
    }

    @Override
    public String describe() {
        return "Replicate(count=[" + input().rowType().getFieldNames().get(countColumn()) + "])";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamReplicate(newInputs.get(0), rowType());
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
