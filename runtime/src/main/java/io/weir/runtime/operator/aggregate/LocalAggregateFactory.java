package io.weir.runtime.operator.aggregate;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Optional;

/**
 * The first phase of an aggregation, before the exchange: what the rows of a batch amount to in each group, as
 * {@link PartialGroups} to a side output; or the batch as it is to the main output, where that would be no gain.
 * Nothing is kept from batch to batch.
 *
 * @param keys columns of the input
 * @param calls all of them mergeable ({@link AggregateFunctions#areMergeable})
 * @param slices of groups that are kept apart by time: column and slices of it; empty elsewhere
 * @param always whether batches are combined even where that is no gain
 * @param output the side output
 */
public record LocalAggregateFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        List<AggregateCall> calls,
        Optional<Slices> slices,
        boolean always,
        int output)
        implements OperatorFactory {

    /**
     * How groups are kept apart by time.
     *
     * @param timeColumn microseconds
     * @param lengthMicros of a slice
     * @param offsetMicros shifts all slices, which are aligned to the epoch otherwise
     */
    public record Slices(int timeColumn, long lengthMicros, long offsetMicros) {
        public Slices {
            checkArgument(lengthMicros > 0, "slice length %s is not positive", lengthMicros);
        }

        /** The end of the slice that a time lies in. */
        long end(long time) {
            return Math.addExact(time - Math.floorMod(time - offsetMicros, lengthMicros), lengthMicros);
        }

        boolean isIn(long time, long end) {
            return time < end && time >= end - lengthMicros;
        }
    }

    public LocalAggregateFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(slices, "slices is null");
        keys = List.copyOf(keys);
        keyTypes = List.copyOf(keyTypes);
        calls = List.copyOf(calls);
        checkArgument(keys.size() == keyTypes.size(), "%s keys, %s key types", keys.size(), keyTypes.size());
    }

    /** It keeps nothing: with it or without, the state of a job is the same. */
    @Override
    public boolean isTransient() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return new LocalAggregateOperator(this);
    }
}
