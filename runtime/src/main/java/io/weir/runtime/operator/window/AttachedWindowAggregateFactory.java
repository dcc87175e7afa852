package io.weir.runtime.operator.window;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * Aggregation by key and window of rows that carry their window in two columns, as after another window aggregation or
 * a window join. Otherwise as {@link WindowAggregateFactory}.
 */
public record AttachedWindowAggregateFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        int startColumn,
        int endColumn,
        List<AggregateCall> calls,
        boolean insertOnly,
        int lateSidePort)
        implements OperatorFactory {
    public AttachedWindowAggregateFactory {
        requireNonNull(operatorId, "operatorId is null");
        keys = List.copyOf(keys);
        keyTypes = List.copyOf(keyTypes);
        calls = List.copyOf(calls);
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        AttachedWindows windows = new AttachedWindows(startColumn, endColumn);
        return new WindowAggregateOperator(keys, keyTypes, windows, windows, calls, insertOnly, lateSidePort, context);
    }
}
