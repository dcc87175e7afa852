package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.spi.connector.LookupFunction;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * FOR SYSTEM_TIME AS OF in processing time: each row of an append-only input with the rows that a table outside has for
 * its key at the time. Output: left columns, right columns, append-only, in the order of the input; watermarks keep
 * their place.
 *
 * @param leftOuter whether a row for which nothing is found comes out, padded with nulls
 * @param leftKeys columns that are looked up; a row with a NULL among them finds nothing
 * @param lookup makes the function of each subtask
 * @param residual what else a pair must meet
 * @param cacheKeys how many keys a subtask remembers with what was found, those not used for long are forgotten; 0:
 *     none
 * @param cacheTtlMillis how long they are remembered; 0: for ever
 */
public record LookupJoinFactory(
        String operatorId,
        String describe,
        boolean leftOuter,
        List<DataType> leftTypes,
        List<DataType> rightTypes,
        List<Integer> leftKeys,
        Supplier<LookupFunction> lookup,
        Optional<Supplier<RowPairPredicate>> residual,
        int cacheKeys,
        long cacheTtlMillis)
        implements OperatorFactory {
    public LookupJoinFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(lookup, "lookup is null");
        leftTypes = List.copyOf(leftTypes);
        rightTypes = List.copyOf(rightTypes);
        leftKeys = List.copyOf(leftKeys);
        checkArgument(
                cacheKeys >= 0 && cacheTtlMillis >= 0,
                "cache of %s keys for %s ms must not be negative",
                cacheKeys,
                cacheTtlMillis);
    }

    @Override
    public Operator create(OperatorContext context) {
        return new LookupJoinOperator(this, context);
    }
}
