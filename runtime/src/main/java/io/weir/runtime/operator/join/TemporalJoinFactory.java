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
 * FOR SYSTEM_TIME AS OF in event time: each left row with the version of the right row that was valid at its time.
 * Output: left columns, right columns, append-only; when the watermark passes the left row's time, in order of time.
 *
 * <p>The left input is append-only. The right one is a changelog of versions: {@code +I} and {@code +U} begin a version
 * at their time, which ends where the next one of the key begins; {@code -D} ends the version with its time without a
 * successor; {@code -U} says nothing, as the {@code +U} that belongs to it does. A left row without a time, or with a
 * NULL in its key, has no version.
 *
 * @param leftOuter whether a left row without a version comes out, padded with nulls
 * @param rightTime a LONGS column of the right input: when the version begins
 * @param residual what else the pair must meet; a pair that does not is as if there were no version
 */
public record TemporalJoinFactory(
        String operatorId,
        String describe,
        boolean leftOuter,
        List<DataType> leftTypes,
        List<DataType> rightTypes,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        List<DataType> keyTypes,
        int leftTime,
        int rightTime,
        Optional<Supplier<RowPairPredicate>> residual)
        implements OperatorFactory {
    public TemporalJoinFactory {
        requireNonNull(operatorId, "operatorId is null");
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
        return new TemporalJoinOperator(this, context);
    }
}
