package io.weir.planner.physical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Makes a column of PROCTIME() an event time: rows get the time at which they pass here, and watermarks follow the
 * clock.
 */
public final class StreamProcessingTime extends StreamRel {
    private final int timeColumn;

    StreamProcessingTime(StreamRel input, int timeColumn) {
        super(
                List.of(input),
                input.rowType(),
                // Other event times have no watermarks any more.
                StreamTraits.of(input.traits().changelog(), input.traits().bounded())
                        .withKeys(input.traits().keys())
                        .withRowtime(ImmutableBitSet.of(timeColumn)));
        this.timeColumn = timeColumn;
    }

    public int timeColumn() {
        return timeColumn;
    }

    @Override
    String meaning() {
        return "processing time as " + input().columns().get(timeColumn);
    }

    @Override
    List<String> columnMeanings() {
        List<String> columns = new ArrayList<>(input().columns());
        columns.set(timeColumn, Meaning.ofColumn(meaning()));
        return columns;
    }

    @Override
    public String describe() {
        return "ProcessingTime(time=[" + input().rowType().getFieldNames().get(timeColumn) + "])";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamProcessingTime(newInputs.get(0), timeColumn);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
