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
 * Join of two changelogs (input 0 left, input 1 right) on equal keys, each side kept. Output: left columns, right
 * columns (SEMI and ANTI: left columns), a changelog.
 *
 * @param leftKeys columns of the left input; a row with a NULL among them matches nothing
 * @param keyTypes the common types of both sides' keys; none: every pair is a candidate, in one subtask
 * @param residual what is left of the condition; makes a predicate (left row, right row) for each subtask
 * @param leftTtlMillis how long rows of a key are kept without change; 0: for ever
 */
public record JoinFactory(
        String operatorId,
        String describe,
        JoinType type,
        List<DataType> leftTypes,
        List<DataType> rightTypes,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        List<DataType> keyTypes,
        Optional<Supplier<RowPairPredicate>> residual,
        boolean leftInsertOnly,
        boolean rightInsertOnly,
        long leftTtlMillis,
        long rightTtlMillis)
        implements OperatorFactory {
    public JoinFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(type, "type is null");
        leftTypes = List.copyOf(leftTypes);
        rightTypes = List.copyOf(rightTypes);
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        keyTypes = List.copyOf(keyTypes);
        checkArgument(
                leftKeys.size() == keyTypes.size() && rightKeys.size() == keyTypes.size(),
                "%s left keys, %s right keys, %s key types",
                leftKeys.size(),
                rightKeys.size(),
                keyTypes.size());
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return type == JoinType.INNER ? new InnerJoinOperator(this, context) : new OuterJoinOperator(this, context);
    }
}
