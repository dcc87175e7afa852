package io.weir.planner.physical;

import io.weir.runtime.operator.SortKey;
import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;

/**
 * Functions with OVER that share a partitioning and an order: input columns, then results.
 *
 * <p>Ordered by event time over inserts, a row comes out once, when the watermark has reached it. In any other order, or over changes, results are kept up to
 * date: a row that comes in between changes those behind it.
 */
public final class StreamOver extends StreamRel {
    private final List<Integer> partition;
    private final List<SortKey> order;
    private final List<WindowFunction> functions;
    private final int timeColumn;

    StreamOver(
            StreamRel input,
            List<Integer> partition,
            List<SortKey> order,
            List<WindowFunction> functions,
            RelDataType rowType) {
        super(List.of(input), rowType, traits(input, order, functions));
        this.partition = List.copyOf(partition);
        this.order = List.copyOf(order);
        this.functions = List.copyOf(functions);
        this.timeColumn = timeColumn(input, order, functions);
    }

    /** The event time that the rows are ordered by, or -1 if results must be kept up to date. */
    private static int timeColumn(StreamRel input, List<SortKey> order, List<WindowFunction> functions) {
        boolean looksBack = functions.stream()
                .allMatch(function -> function.frame().to() <= 0
                        && !function.name().equals("LEAD")
                        && !function.name().equals("NTILE"));
        boolean isByTime = order.size() == 1
                && !order.get(0).descending()
                && input.traits().rowtime().get(order.get(0).column());
        return looksBack && isByTime && input.traits().isInsertOnly()
                ? order.get(0).column()
                : -1;
    }

    private static StreamTraits traits(StreamRel input, List<SortKey> order, List<WindowFunction> functions) {
        StreamTraits traits = input.traits();
        boolean isByTime = timeColumn(input, order, functions) >= 0;
        return isByTime
                ? traits
                : StreamTraits.of(ChangelogKind.ALL, traits.bounded()).withKeys(traits.keys());
    }

    public List<Integer> partition() {
        return partition;
    }

    public List<SortKey> order() {
        return order;
    }

    List<WindowFunction> functions() {
        return functions;
    }

    public int timeColumn() {
        return timeColumn;
    }

    private List<String> texts(List<String> names) {
        return functions.stream().map(function -> function.text(names)).toList();
    }

    @Override
    String meaning() {
        List<String> columns = input().columns();
        return "by " + input().columns(partition) + " order " + AggregateCalls.text(order, columns) + " "
                + texts(columns) + " rows " + columns;
    }

    @Override
    List<String> columnMeanings() {
        List<String> columns = new ArrayList<>(input().columns());
        String window = " by " + input().columns(partition) + " order " + AggregateCalls.text(order, input().columns());
        texts(input().columns()).forEach(text -> columns.add(Meaning.ofColumn(text + window)));
        return columns;
    }

    @Override
    public String describe() {
        List<String> names = input().rowType().getFieldNames();
        return "Over(partition=[" + String.join(", ", input().names(partition)) + "], order=["
                + AggregateCalls.text(order, names) + "], functions=[" + String.join(", ", texts(names)) + "])";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamOver(newInputs.get(0), partition, order, functions, rowType());
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public Distribution distribution(int input) {
        return Distribution.hashOrSingle(partition);
    }

    @Override
    public StateBound stateBound() {
        if (timeColumn < 0) {
            return StateBound.unbounded("all rows");
        }
        boolean isBounded =
                functions.stream().allMatch(function -> function.frame().from() != WindowFunction.Frame.UNBOUNDED_FROM);
        String perPartition = " per partition [" + String.join(", ", input().names(partition)) + "]";
        return isBounded
                ? StateBound.unbounded("the rows of the frame" + perPartition)
                : StateBound.unbounded("one entry" + perPartition);
    }
}
