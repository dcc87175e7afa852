package io.weir.runtime.operator.join;

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
 * Join of two append-only inputs on equal keys and equal window. Output as of {@link JoinFactory}, append-only; rows of
 * an outer side without a match at the window's end, when its state is freed.
 *
 * <p>A row of a window that is complete is late: counted in {@code numLateRecordsDropped} and dropped. Windows of
 * different lengths that end together are told apart by putting their start among the keys.
 *
 * @param leftWindowEnd a LONGS column of the left input
 */
public record WindowJoinFactory(
        String operatorId,
        String describe,
        JoinType type,
        List<DataType> leftTypes,
        List<DataType> rightTypes,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        List<DataType> keyTypes,
        int leftWindowEnd,
        int rightWindowEnd,
        Optional<Supplier<RowPairPredicate>> residual)
        implements OperatorFactory {
    public WindowJoinFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(type, "type is null");
        leftTypes = List.copyOf(leftTypes);
        rightTypes = List.copyOf(rightTypes);
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        keyTypes = List.copyOf(keyTypes);
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        if (type == JoinType.INNER) {
            return new InnerWindowJoinOperator(this, context);
        }
        // The last time of a window is one microsecond before its end.
        return new TimedJoinOperator(
                new TimedJoin(
                        type,
                        leftTypes,
                        rightTypes,
                        leftKeys,
                        rightKeys,
                        keyTypes,
                        leftWindowEnd,
                        rightWindowEnd,
                        0,
                        0,
                        -1,
                        true,
                        residual),
                context);
    }
}
