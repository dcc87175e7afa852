package io.weir.runtime.operator.changelog;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;

/**
 * Each row as often as one of its columns says, without that column; not at all if it is NULL or not positive. Row
 * kinds are kept. For EXCEPT ALL and INTERSECT ALL.
 *
 * @param countColumn a NOT NULL or nullable BIGINT column
 */
public record ReplicateFactory(String operatorId, String describe, int countColumn) implements OperatorFactory {
    public ReplicateFactory {
        requireNonNull(operatorId, "operatorId is null");
    }

    @Override
    public Operator create(OperatorContext context) {
        return new ReplicateOperator(countColumn);
    }
}
