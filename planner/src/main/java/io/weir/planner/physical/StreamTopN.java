package io.weir.planner.physical;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.topn.RankFunction;
import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The rows of each partition whose rank is from {@code from} to {@code to}, kept up to date; with the rank as last
 * column, if it is wanted.
 */
public final class StreamTopN extends StreamRel {
    private final List<Integer> partition;
    private final List<SortKey> order;
    private final RankFunction rank;
    private final long from;
    private final long to;
    private final boolean emitsRank;

    StreamTopN(
            StreamRel input,
            List<Integer> partition,
            List<SortKey> order,
            RankFunction rank,
            long from,
            long to,
            boolean emitsRank,
            RelDataType rowType) {
        super(List.of(input), rowType, traits(input, partition, rank, from, to, emitsRank));
        this.partition = List.copyOf(partition);
        this.order = List.copyOf(order);
        this.rank = rank;
        this.from = from;
        this.to = to;
        this.emitsRank = emitsRank;
    }

    private static StreamTraits traits(
            StreamRel input, List<Integer> partition, RankFunction rank, long from, long to, boolean emitsRank) {
        List<ImmutableBitSet> keys = new ArrayList<>(input.traits().keys());
        if (rank == RankFunction.ROW_NUMBER && from == to) {
            keys.add(ImmutableBitSet.of(partition));
        } else if (rank == RankFunction.ROW_NUMBER && emitsRank) {
            keys.add(ImmutableBitSet.of(partition).set(input.rowType().getFieldCount()));
        }
        return StreamTraits.of(ChangelogKind.ALL, input.traits().bounded()).withKeys(keys);
    }

    public List<Integer> partition() {
        return partition;
    }

    public List<SortKey> order() {
        return order;
    }

    public RankFunction rank() {
        return rank;
    }

    public long from() {
        return from;
    }

    public long to() {
        return to;
    }

    public boolean emitsRank() {
        return emitsRank;
    }

    @Override
    String meaning() {
        List<String> columns = input().columns();
        return rank + " " + from + ".." + to + " by " + input().columns(partition) + " order "
                + AggregateCalls.text(order, columns) + " rows " + columns + (emitsRank ? " with rank" : "");
    }

    @Override
    List<String> columnMeanings() {
        List<String> columns = new ArrayList<>(input().columns());
        if (emitsRank) {
            columns.add(Meaning.ofColumn(rank + " by " + input().columns(partition) + " order "
                    + AggregateCalls.text(order, input().columns())));
        }
        return columns;
    }

    @Override
    public String describe() {
        List<String> names = input().rowType().getFieldNames();
        return "TopN(rank=[" + rank + " " + (from == to ? "= " + from : "from " + from + " to " + to) + "], partition=["
                + String.join(", ", input().names(partition)) + "], order=[" + AggregateCalls.text(order, names) + "]"
                + (emitsRank ? ", emits rank" : "") + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamTopN(newInputs.get(0), partition, order, rank, from, to, emitsRank, rowType());
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
        String rows = input().traits().isInsertOnly() ? to + " rows" : "all rows";
        return partition.isEmpty() && input().traits().isInsertOnly()
                ? StateBound.bounded(rows)
                : StateBound.untilTimeToLive(
                        rows + " per partition [" + String.join(", ", input().names(partition)) + "]");
    }
}
