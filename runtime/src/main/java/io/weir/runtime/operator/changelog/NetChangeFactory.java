package io.weir.runtime.operator.changelog;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * Turns a changelog into what an upsert sink needs: for each key, once per epoch, {@code +I} if it is new, {@code +U}
 * if its row is another one, {@code -D} with the old row if it is gone.
 *
 * <p>Right for every order of changes: rows that are there at the same time under one key, as they are for moments when
 * the key of a sink is not the key of the query, are all kept; the one that came last is shown.
 *
 * @param keys columns of the sink's key
 * @param rowTypes types of all columns
 */
public record NetChangeFactory(
        String operatorId, String describe, List<Integer> keys, List<DataType> keyTypes, List<DataType> rowTypes)
        implements OperatorFactory {
    public NetChangeFactory {
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
    public boolean needsEpochs() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return new NetChangeOperator(this, context);
    }
}
