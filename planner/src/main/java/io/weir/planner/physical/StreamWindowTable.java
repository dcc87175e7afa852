package io.weir.planner.physical;

import io.weir.planner.physical.StreamTraits.WindowColumns;
import io.weir.planner.validate.WindowTableFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/** A window table function: each row once for each window it falls into, with the window's start, end and time. */
public final class StreamWindowTable extends StreamRel {
    private final WindowSpecification window;
    private final int timeColumn;

    StreamWindowTable(StreamRel input, WindowSpecification window, int timeColumn, RelDataType rowType) {
        super(List.of(input), rowType, traits(input, window));
        this.window = window;
        this.timeColumn = timeColumn;
    }

    private static StreamTraits traits(StreamRel input, WindowSpecification window) {
        StreamTraits traits = input.traits();
        int width = input.rowType().getFieldCount();
        List<ImmutableBitSet> keys = traits.keys();
        if (window.kind() != WindowSpecification.Kind.TUMBLE) {
            keys = keys.stream()
                    .map(key -> key.union(ImmutableBitSet.of(width, width + 1)))
                    .toList();
        }
        boolean isSession = window.kind() == WindowSpecification.Kind.SESSION;
        boolean isCumulate = window.kind() == WindowSpecification.Kind.CUMULATE;
        WindowColumns columns = new WindowColumns(width, width + 1, width + 2, !isSession, !isSession && !isCumulate);
        return new StreamTraits(
                traits.changelog(),
                traits.bounded(),
                keys,
                // A window ends behind each of its rows, so its end is no earlier than the watermark.
                traits.rowtime().union(ImmutableBitSet.of(width + 1, width + 2)),
                columns);
    }

    public WindowSpecification window() {
        return window;
    }

    public int timeColumn() {
        return timeColumn;
    }

    @Override
    String meaning() {
        return "window " + window + " over " + input().columns().get(timeColumn);
    }

    @Override
    List<String> columnMeanings() {
        List<String> columns = new ArrayList<>(input().columns());
        String meaning = Meaning.ofColumn(meaning());
        columns.add(meaning + "." + WindowTableFunction.WINDOW_START);
        columns.add(meaning + "." + WindowTableFunction.WINDOW_END);
        columns.add(meaning + "." + WindowTableFunction.WINDOW_TIME);
        return columns;
    }

    @Override
    public String describe() {
        return "Window(" + window.describe() + ", time=["
                + input().rowType().getFieldNames().get(timeColumn) + "])";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamWindowTable(newInputs.get(0), window, timeColumn, rowType());
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
