package io.weir.planner.physical;

import io.weir.runtime.operator.SortKey;
import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * ORDER BY with OFFSET and FETCH.
 *
 * <p>Of an input that ends: all rows, in order, once, at the end; without keys this makes a result of a changelog. Of a
 * stream: the rows between offset and limit, kept up to date.
 */
public final class StreamSort extends StreamRel {
    /** The limit where there is none. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private final List<SortKey> order;
    private final long offset;
    private final long limit;
    private final boolean isFinal;

    StreamSort(StreamRel input, List<SortKey> order, long offset, long limit, boolean isFinal) {
        super(List.of(input), input.rowType(), traits(input, limit, isFinal));
        this.order = List.copyOf(order);
        this.offset = offset;
        this.limit = limit;
        this.isFinal = isFinal;
    }

    private static StreamTraits traits(StreamRel input, long limit, boolean isFinal) {
        StreamTraits traits = isFinal
                ? input.traits().withChangelog(ChangelogKind.INSERT_ONLY)
                : StreamTraits.of(ChangelogKind.ALL, input.traits().bounded())
                        .withKeys(input.traits().keys());
        return limit == 1 ? traits.withKeys(List.of(ImmutableBitSet.of())) : traits;
    }

    /** The rows as they are when the input has ended. */
    public static StreamRel result(StreamRel input) {
        boolean isResult = input.traits().isInsertOnly();
        return isResult ? input : new StreamSort(input, List.of(), 0, NO_LIMIT, true);
    }

    public List<SortKey> order() {
        return order;
    }

    public long offset() {
        return offset;
    }

    public long limit() {
        return limit;
    }

    /** Whether rows come once, at the end of the input. */
    public boolean isFinal() {
        return isFinal;
    }

    @Override
    String meaning() {
        return (isFinal ? "final " : "") + AggregateCalls.text(order, input().columns()) + " offset " + offset
                + " limit " + limit + " rows " + input().columns();
    }

    @Override
    List<String> columnMeanings() {
        return input().columns();
    }

    @Override
    public String describe() {
        List<String> parts = new ArrayList<>();
        if (!order.isEmpty()) {
            parts.add("order=[" + AggregateCalls.text(order, input().rowType().getFieldNames()) + "]");
        }
        if (offset > 0) {
            parts.add("offset=[" + offset + "]");
        }
        if (limit != NO_LIMIT) {
            parts.add("limit=[" + limit + "]");
        }
        return (isFinal ? "FinalSort(" : "SortLimit(") + String.join(", ", parts) + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamSort(newInputs.get(0), order, offset, limit, isFinal);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public Distribution distribution(int input) {
        return new Distribution.Single();
    }

    @Override
    public StateBound stateBound() {
        if (isFinal) {
            return StateBound.bounded("all rows of an input that ends");
        }
        return input().traits().isInsertOnly() && limit != NO_LIMIT
                ? StateBound.bounded((offset + limit) + " rows")
                : StateBound.unbounded("all rows");
    }
}
