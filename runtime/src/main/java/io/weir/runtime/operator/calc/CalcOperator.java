package io.weir.runtime.operator.calc;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;

/** Passes on what a {@link Calc} makes of each batch. No state. */
final class CalcOperator implements Operator {
    private final Calc calc;

    CalcOperator(Calc calc) {
        this.calc = requireNonNull(calc, "calc is null");
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        Batch remaining = calc.apply(batch);
        if (remaining != null) {
            output.emit(remaining);
        }
    }
}
