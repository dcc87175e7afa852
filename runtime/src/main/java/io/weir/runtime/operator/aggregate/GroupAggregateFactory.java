package io.weir.runtime.operator.aggregate;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * GROUP BY over a changelog: output is the key columns, then the results, as a changelog.
 *
 * <p>Input 0 has rows; input {@link #PARTIAL_INPUT}, if it is connected, what a {@link LocalAggregateFactory} with the
 * same keys and calls has made of others. State does not tell which way a row has come.
 *
 * @param keys columns of the input; none: one group of all rows, which is there from the start
 * @param insertOnly whether no input row is ever withdrawn
 * @param emitsWithdrawals whether old results go out as {@code -U}; if not, the reader keeps the last row of each key
 *     by itself
 * @param ttlMillis groups not touched for longer are forgotten; 0: never
 */
public record GroupAggregateFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        List<AggregateCall> calls,
        boolean insertOnly,
        boolean emitsWithdrawals,
        long ttlMillis)
        implements OperatorFactory {
    /** The input for {@link PartialGroups}. */
    public static final int PARTIAL_INPUT = 1;

    public GroupAggregateFactory {
        requireNonNull(operatorId, "operatorId is null");
        keys = List.copyOf(keys);
        keyTypes = List.copyOf(keyTypes);
        calls = List.copyOf(calls);
        checkArgument(keys.size() == keyTypes.size(), "%s keys, %s key types", keys.size(), keyTypes.size());
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return new GroupAggregateOperator(this, context);
    }
}
