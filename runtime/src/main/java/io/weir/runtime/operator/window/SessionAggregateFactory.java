package io.weir.runtime.operator.window;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * Aggregation by key and session: rows of a key belong together as long as each follows the one before by less than the
 * gap. Output: key columns, results, {@code window_start} (the time of the first row), {@code window_end} (that of the
 * last one plus the gap); one insertion per session when the watermark completes it.
 *
 * <p>A row is late if it would be a session by itself that is complete: counted in {@code numLateRecordsDropped}, and
 * given to a side output if there is one. If it belongs to a session that is still open, it is not late.
 *
 * @param timeColumn microseconds; a row without a time is in no session
 * @param lateSidePort side output for late rows; 0: none
 */
public record SessionAggregateFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        List<DataType> rowTypes,
        int timeColumn,
        long gapMicros,
        List<AggregateCall> calls,
        boolean insertOnly,
        int lateSidePort)
        implements OperatorFactory {
    public SessionAggregateFactory {
        requireNonNull(operatorId, "operatorId is null");
        keys = List.copyOf(keys);
        keyTypes = List.copyOf(keyTypes);
        rowTypes = List.copyOf(rowTypes);
        calls = List.copyOf(calls);
        checkArgument(keys.size() == keyTypes.size(), "%s keys, %s key types", keys.size(), keyTypes.size());
        checkArgument(gapMicros > 0, "the gap %s of a session is not positive", gapMicros);
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return new SessionAggregateOperator(this, context);
    }
}
