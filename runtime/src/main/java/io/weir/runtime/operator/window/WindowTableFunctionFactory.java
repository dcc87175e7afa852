package io.weir.runtime.operator.window;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;

/**
 * TUMBLE, HOP and CUMULATE as table functions: each row once for each of its windows, with {@code window_start},
 * {@code window_end} and {@code window_time} (the last microsecond of the window) appended. Row kinds are kept. A row
 * without a time is in no window.
 *
 * @param timeColumn a column of microseconds
 */
public record WindowTableFunctionFactory(String operatorId, String describe, int timeColumn, WindowSpec window)
        implements OperatorFactory {
    public WindowTableFunctionFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(window, "window is null");
    }

    @Override
    public Operator create(OperatorContext context) {
        return new WindowTableFunctionOperator(timeColumn, window);
    }
}
