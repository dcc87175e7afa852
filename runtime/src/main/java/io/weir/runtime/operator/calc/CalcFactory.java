package io.weir.runtime.operator.calc;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import java.util.function.Supplier;

/**
 * Filter and projection.
 *
 * @param calc makes the function of each subtask
 */
public record CalcFactory(String operatorId, String describe, Supplier<Calc> calc) implements OperatorFactory {
    public CalcFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(calc, "calc is null");
    }

    @Override
    public Operator create(OperatorContext context) {
        return new CalcOperator(calc.get());
    }
}
