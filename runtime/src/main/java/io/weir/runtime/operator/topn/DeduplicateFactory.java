package io.weir.runtime.operator.topn;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.SortKey;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * The first or the last row of each key by time. Output: the input columns, a changelog.
 *
 * <p>Of rows with the same time, the one that came first is the first, and the one that came last is the last; if rows
 * can be withdrawn, equal times go by value. A row without a time gives way to one with a time.
 *
 * @param rowTypes types of all columns
 * @param timeColumn a LONGS column that says which row is first
 * @param insertOnly whether no input row is ever withdrawn: then one row per key is kept
 * @param ttlMillis after which a key that is not touched may be forgotten, as if it had not come; 0: never
 */
public record DeduplicateFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        List<DataType> rowTypes,
        boolean keepLast,
        int timeColumn,
        boolean insertOnly,
        long ttlMillis)
        implements OperatorFactory {
    public DeduplicateFactory {
        requireNonNull(operatorId, "operatorId is null");
        keys = List.copyOf(keys);
        keyTypes = List.copyOf(keyTypes);
        rowTypes = List.copyOf(rowTypes);
        checkArgument(keys.size() == keyTypes.size(), "%s keys, %s key types", keys.size(), keyTypes.size());
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return insertOnly ? new DeduplicateOperator(this, context) : new TopNOperator(firstByTime(), context);
    }

    private TopNFactory firstByTime() {
        SortKey order = new SortKey(timeColumn, rowTypes.get(timeColumn), keepLast, false);
        return new TopNFactory(
                operatorId,
                describe,
                keys,
                keyTypes,
                List.of(order),
                rowTypes,
                RankFunction.ROW_NUMBER,
                1,
                1,
                false,
                false,
                ttlMillis);
    }
}
