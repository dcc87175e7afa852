package io.weir.runtime.operator.sort;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.SortKey;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * All rows of a bounded input in order, when it has ended; append-only. Of a changelog, what is left of it.
 *
 * @param order may be empty: then rows come out in the order of their values
 * @param limit {@link Long#MAX_VALUE}: no end
 * @param insertOnly whether no input row is ever withdrawn: then rows behind the limit are not kept
 */
public record FinalSortFactory(
        String operatorId,
        String describe,
        List<SortKey> order,
        List<DataType> rowTypes,
        long offset,
        long limit,
        boolean insertOnly)
        implements OperatorFactory {
    public FinalSortFactory {
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
        return new FinalSortOperator(this, context);
    }
}
