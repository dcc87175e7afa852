package io.weir.planner.physical;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.over.FrameSpec;
import io.weir.runtime.operator.over.OverAggregateFactory;
import io.weir.runtime.operator.over.OverCall;
import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Functions with OVER that share a partitioning and an order: input columns, then results.
 *
 * <p>Ordered by event time over inserts, a row comes out once, when the watermark has reached it. In any other order,
 * or over changes, results are kept up to date: a row that comes in between changes those behind it.
 */
public final class StreamOver extends StreamRel {
    private final List<Integer> partition;
    private final List<SortKey> order;
    private final List<OverCall> calls;
    private final int timeColumn;
    private final boolean isAppendOnly;

    StreamOver(
            StreamRel input, List<Integer> partition, List<SortKey> order, List<OverCall> calls, RelDataType rowType) {
        super(List.of(input), rowType, traits(input, order, calls));
        this.partition = List.copyOf(partition);
        this.order = List.copyOf(order);
        this.calls = List.copyOf(calls);
        this.timeColumn = timeColumn(input, order);
        this.isAppendOnly = isAppendOnly(input, order, calls);
    }

    /** The event time that the rows are ordered by, or -1. */
    private static int timeColumn(StreamRel input, List<SortKey> order) {
        boolean isByTime = !order.isEmpty()
                && !order.get(0).descending()
                && input.traits().rowtime().get(order.get(0).column());
        return isByTime ? order.get(0).column() : -1;
    }

    private static boolean isAppendOnly(StreamRel input, List<SortKey> order, List<OverCall> calls) {
        return new OverAggregateFactory(
                        "",
                        "",
                        List.of(),
                        List.of(),
                        order,
                        input.types(),
                        calls,
                        timeColumn(input, order),
                        input.traits().isInsertOnly(),
                        0)
                .isAppendOnly();
    }

    private static StreamTraits traits(StreamRel input, List<SortKey> order, List<OverCall> calls) {
        StreamTraits traits = input.traits();
        return isAppendOnly(input, order, calls)
                // Rows wait for the watermark to reach this time; it may have passed their others.
                ? traits.withRowtime(ImmutableBitSet.of(timeColumn(input, order)))
                : StreamTraits.of(ChangelogKind.ALL, traits.bounded()).withKeys(traits.keys());
    }

    public List<Integer> partition() {
        return partition;
    }

    public List<SortKey> order() {
        return order;
    }

    public List<OverCall> calls() {
        return calls;
    }

    public int timeColumn() {
        return timeColumn;
    }

    private List<String> texts(List<String> names) {
        return calls.stream().map(call -> OverCalls.text(call, names)).toList();
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
        return new StreamOver(newInputs.get(0), partition, order, calls, rowType());
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
    boolean dropsLate(int input) {
        return isAppendOnly;
    }

    @Override
    public StateBound stateBound() {
        if (!isAppendOnly) {
            return StateBound.untilTimeToLive("all rows");
        }
        boolean isBounded =
                calls.stream().allMatch(call -> call.frame().from().place() != FrameSpec.Place.UNBOUNDED_PRECEDING);
        String perPartition = " per partition [" + String.join(", ", input().names(partition)) + "]";
        return isBounded
                ? StateBound.untilTimeToLive("the rows of the frame" + perPartition)
                : StateBound.untilTimeToLive("one entry" + perPartition);
    }
}
