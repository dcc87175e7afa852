package io.weir.runtime.operator.sort;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.topn.RankFunction;
import io.weir.runtime.operator.topn.TopNFactory;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * The rows at {@code offset} to {@code offset + limit} of the whole input, as a changelog: Top-N with one partition.
 *
 * @param order may be empty: then rows are taken in the order of their values
 * @param limit {@link Long#MAX_VALUE}: no end
 * @param insertOnly whether no input row is ever withdrawn: then rows behind the limit are not kept
 */
public record SortLimitFactory(
        String operatorId,
        String describe,
        List<SortKey> order,
        List<DataType> rowTypes,
        long offset,
        long limit,
        boolean insertOnly)
        implements OperatorFactory {
    public SortLimitFactory {
        requireNonNull(operatorId, "operatorId is null");
        order = List.copyOf(order);
        rowTypes = List.copyOf(rowTypes);
        checkArgument(offset >= 0 && limit >= 0, "offset %s and limit %s must not be negative", offset, limit);
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        long to = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
        return new TopNFactory(
                        operatorId,
                        describe,
                        List.of(),
                        List.of(),
                        order,
                        rowTypes,
                        RankFunction.ROW_NUMBER,
                        offset + 1,
                        to,
                        false,
                        insertOnly,
                        0)
                .create(context);
    }
}
