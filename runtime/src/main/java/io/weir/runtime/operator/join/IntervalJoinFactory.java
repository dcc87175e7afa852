package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Join of two append-only inputs on equal keys and {@code left.time} between {@code right.time + lowerMicros} and
 * {@code right.time + upperMicros}, both included. Output as of {@link JoinFactory}, append-only; rows of an outer side
 * without a match when the watermark passes the last time at which one could come.
 *
 * <p>A late row meets the rows that are still kept. A row without a time matches nothing.
 *
 * @param leftTime a LONGS column of the left input
 */
public record IntervalJoinFactory(
        String operatorId,
        String describe,
        JoinType type,
        List<DataType> leftTypes,
        List<DataType> rightTypes,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        List<DataType> keyTypes,
        int leftTime,
        int rightTime,
        long lowerMicros,
        long upperMicros,
        Optional<Supplier<RowPairPredicate>> residual)
        implements OperatorFactory {
    public IntervalJoinFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(type, "type is null");
        leftTypes = List.copyOf(leftTypes);
        rightTypes = List.copyOf(rightTypes);
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        keyTypes = List.copyOf(keyTypes);
        checkArgument(lowerMicros <= upperMicros, "the interval from %s to %s is empty", lowerMicros, upperMicros);
        checkArgument(
                Math.abs(lowerMicros) < 1L << 60 && Math.abs(upperMicros) < 1L << 60,
                "the interval from %s to %s is too wide",
                lowerMicros,
                upperMicros);
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return new TimedJoinOperator(
                new TimedJoin(
                        type,
                        leftTypes,
                        rightTypes,
                        leftKeys,
                        rightKeys,
                        keyTypes,
                        leftTime,
                        rightTime,
                        lowerMicros,
                        upperMicros,
                        0,
                        false,
                        residual),
                context);
    }
}
