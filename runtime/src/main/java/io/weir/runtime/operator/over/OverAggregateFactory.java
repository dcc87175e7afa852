package io.weir.runtime.operator.over;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.SortKey;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * Window functions. Output: the input columns, then the results.
 *
 * <p>If {@link #isAppendOnly}, each row comes out once, in order, when the watermark has passed its time; rows that are
 * late, or have no time, are counted in {@code numLateRecordsDropped} and dropped. Otherwise output is a changelog:
 * after each batch the results are those of the rows that are there.
 *
 * @param keys columns of the partition; none: all rows are one partition
 * @param order rows that are equal in it stand by their values
 * @param rowTypes types of all input columns
 * @param timeColumn the event time, microseconds; -1: none
 * @param insertOnly whether no input row is ever withdrawn
 * @param ttlMillis after which a partition that no row comes for may be forgotten, as if it had had no rows; what came
 *     out of it stays, and rows that still wait for the watermark are kept; 0: never
 */
public record OverAggregateFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        List<SortKey> order,
        List<DataType> rowTypes,
        List<OverCall> calls,
        int timeColumn,
        boolean insertOnly,
        long ttlMillis)
        implements OperatorFactory {
    public OverAggregateFactory {
        requireNonNull(operatorId, "operatorId is null");
        keys = List.copyOf(keys);
        keyTypes = List.copyOf(keyTypes);
        order = List.copyOf(order);
        rowTypes = List.copyOf(rowTypes);
        calls = List.copyOf(calls);
        checkArgument(keys.size() == keyTypes.size(), "%s keys, %s key types", keys.size(), keyTypes.size());
        boolean hasRangeOffset = calls.stream()
                .map(OverCall::frame)
                .anyMatch(frame -> frame.unit() == FrameSpec.Unit.RANGE
                        && (isOffset(frame.from().place())
                                || isOffset(frame.to().place())));
        checkArgument(
                !hasRangeOffset || (order.size() == 1 && isNumeric(order.get(0).type())),
                "a RANGE with an offset needs one order column with numbers or times, not %s",
                order);
    }

    private static boolean isOffset(FrameSpec.Place place) {
        return place == FrameSpec.Place.PRECEDING || place == FrameSpec.Place.FOLLOWING;
    }

    private static boolean isNumeric(DataType type) {
        return type.form() == ColumnForm.INTS || type.form() == ColumnForm.LONGS || type.form() == ColumnForm.DOUBLES;
    }

    /** Whether each row comes out once and for all. */
    public boolean isAppendOnly() {
        return insertOnly
                && timeColumn >= 0
                && !order.isEmpty()
                && order.get(0).column() == timeColumn
                && !order.get(0).descending()
                && calls.stream().allMatch(OverCall::looksBack);
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return isAppendOnly() ? new EventTimeOverOperator(this, context) : new UpdatingOverOperator(this, context);
    }
}
