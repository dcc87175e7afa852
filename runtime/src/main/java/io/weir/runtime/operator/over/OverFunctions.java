package io.weir.runtime.operator.over;

import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedState;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All window functions of an operator: makes the result columns for the rows of a partition. Aggregates with the same
 * frame share it.
 */
final class OverFunctions {
    private final List<OverCall> calls;
    private final @Nullable OrderValues orderValues;
    private final List<FrameAggregates> aggregates = new ArrayList<>();
    /** For each of {@link #aggregates}, the indexes of its calls. */
    private final List<int[]> aggregateCalls = new ArrayList<>();

    private final FrameBounds[] valueBounds;

    /** @param isInOrder whether rows come in order, so that running frames are kept instead of computed anew */
    OverFunctions(OverAggregateFactory spec, boolean isInOrder, KeyedState state) {
        this.calls = spec.calls();
        this.orderValues = spec.order().size() == 1 && isNumeric(spec)
                ? new OrderValues(spec.order().get(0))
                : null;
        this.valueBounds = new FrameBounds[calls.size()];
        Map<FrameSpec, List<Integer>> byFrame = new LinkedHashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            OverCall call = calls.get(i);
            switch (call.kind()) {
                case AGGREGATE ->
                    byFrame.computeIfAbsent(call.frame(), frame -> new ArrayList<>())
                            .add(i);
                case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> valueBounds[i] = new FrameBounds(call.frame(), orderValues);
                default -> {
                    // Sees the whole partition.
                }
            }
        }
        byFrame.forEach((frame, indexes) -> {
            List<AggregateCall> aggregated = indexes.stream()
                    .map(index -> calls.get(index).aggregate().orElseThrow())
                    .toList();
            aggregateCalls.add(indexes.stream().mapToInt(Integer::intValue).toArray());
            aggregates.add(new FrameAggregates(
                    "frame" + aggregates.size() + "-",
                    frame,
                    isInOrder && frame.isRunning(),
                    new FrameBounds(frame, orderValues),
                    aggregated,
                    spec.keys(),
                    spec.keyTypes(),
                    spec.ttlMillis(),
                    state));
        });
    }

    private static boolean isNumeric(OverAggregateFactory spec) {
        DataType type = spec.order().get(0).type();
        return switch (type.form()) {
            case INTS, LONGS, DOUBLES -> true;
            default -> false;
        };
    }

    /**
     * The results of all rows from {@code first} on.
     *
     * @param key the partition's key, alone
     * @param rowsBefore rows of the partition before {@code first}, whether or not they are still there
     * @param groupsBefore groups of equal rows before it
     * @return a column for each call, its position 0 for row {@code first}
     */
    Column[] evaluate(PartitionRows rows, int first, KeyBatch key, long rowsBefore, long groupsBefore) {
        if (orderValues != null) {
            orderValues.read(rows.batch());
        }
        ColumnBuilder[] results =
                calls.stream().map(call -> ColumnBuilder.of(call.resultType())).toArray(ColumnBuilder[]::new);
        Ranking ranking = new Ranking(rows, first, rowsBefore, groupsBefore);
        for (int i = 0; i < calls.size(); i++) {
            OverCall call = calls.get(i);
            FrameBounds bounds = valueBounds[i];
            if (bounds != null) {
                bounds.find(rows, first);
                FrameValues.append(call, rows, bounds, first, results[i]);
            } else if (call.kind() == OverCall.Kind.LAG || call.kind() == OverCall.Kind.LEAD) {
                FrameValues.appendShifted(call, rows, first, results[i]);
            } else if (call.kind() != OverCall.Kind.AGGREGATE) {
                ranking.append(call, results[i]);
            }
        }
        for (int i = 0; i < aggregates.size(); i++) {
            int[] indexes = aggregateCalls.get(i);
            ColumnBuilder[] columns = new ColumnBuilder[indexes.length];
            for (int j = 0; j < columns.length; j++) {
                columns[j] = results[indexes[j]];
            }
            aggregates.get(i).evaluate(rows, first, key, columns);
        }
        Column[] columns = new Column[results.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = results[i].build();
        }
        return columns;
    }

    /** Forgets the running frames of some partitions. */
    void forget(KeyBatch keys, boolean[] isForgotten) {
        aggregates.forEach(frames -> frames.forget(keys, isForgotten));
    }
}
