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
 * The rows of each partition whose rank is from {@code from} to {@code to}, as a changelog. Output: the input columns,
 * and the rank as BIGINT if wanted.
 *
 * @param keys columns of the partition; none: all rows are one partition
 * @param rowTypes types of all input columns
 * @param from the first rank, from 1
 * @param to the last rank, included; {@link Long#MAX_VALUE}: no end
 * @param insertOnly whether no input row is ever withdrawn: then rows behind {@code to} are not kept
 * @param ttlMillis after which a partition that is not touched may be forgotten, as if it had had no rows; what came
 *     out of it stays; 0: never
 */
public record TopNFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        List<SortKey> order,
        List<DataType> rowTypes,
        RankFunction rank,
        long from,
        long to,
        boolean emitRank,
        boolean insertOnly,
        long ttlMillis)
        implements OperatorFactory {
    public TopNFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(rank, "rank is null");
        keys = List.copyOf(keys);
        keyTypes = List.copyOf(keyTypes);
        order = List.copyOf(order);
        rowTypes = List.copyOf(rowTypes);
        checkArgument(keys.size() == keyTypes.size(), "%s keys, %s key types", keys.size(), keyTypes.size());
        checkArgument(from >= 1, "the first rank is %s, the least is 1", from);
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return new TopNOperator(this, context);
    }
}
