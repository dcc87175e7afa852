package io.weir.runtime.operator.window;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.aggregate.AggregateFunctions;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * Aggregation by key and window. Output: key columns, results, {@code window_start}, {@code window_end}; one insertion
 * per key and window, when the watermark completes the window. A row all of whose windows are complete is late: counted
 * in {@code numLateRecordsDropped}, and given to a side output if there is one.
 *
 * <p>With another {@link EmitSpec} output is a changelog: results so far, and corrections by late rows, replace what
 * came out before.
 *
 * <p>Input 0 has rows; input {@link #PARTIAL_INPUT}, if it is connected, what was made of others before the exchange. It
 * may be connected only if results come at the end alone, functions can be merged, and late rows have no side output:
 * one that was combined with others is counted, but not there any more.
 *
 * @param timeColumn microseconds; a row without a time is in no window
 * @param lateSidePort side output for late rows; 0: none
 */
public record WindowAggregateFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        int timeColumn,
        WindowSpec window,
        List<AggregateCall> calls,
        boolean insertOnly,
        EmitSpec emit,
        int lateSidePort)
        implements OperatorFactory {
    /** The input for {@code PartialGroups} of a {@code LocalAggregateFactory}, by slices of {@link #window}. */
    public static final int PARTIAL_INPUT = 1;

    public WindowAggregateFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(window, "window is null");
        requireNonNull(emit, "emit is null");
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
        if (!emit.equals(EmitSpec.AT_END)) {
            return new UpdatingWindowAggregateOperator(this, context);
        }
        if (window.kind() != WindowSpec.Kind.TUMBLE
                && window.isRegular()
                && AggregateFunctions.areMergeable(calls, insertOnly)) {
            return new SlicedWindowAggregateOperator(this, context);
        }
        return new WindowAggregateOperator(
                keys,
                keyTypes,
                new AssignedWindows(timeColumn, window),
                new AssignedWindows(keys.size(), window),
                calls,
                insertOnly,
                lateSidePort,
                context);
    }
}
