package io.weir.runtime.operator.changelog;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * Makes an upsert stream a full changelog: a row that comes replaces the one with the same key, a row that goes
 * ({@code -U}, {@code -D}, of which only the key counts) takes it away.
 *
 * @param keys columns of the key
 * @param rowTypes types of all columns
 * @param ttlMillis after which a key that is not touched may be forgotten, as if it had not come; 0: never
 */
public record NormalizeFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        List<DataType> rowTypes,
        long ttlMillis)
        implements OperatorFactory {
    public NormalizeFactory {
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
        return new NormalizeOperator(this, context);
    }
}
