package io.weir.runtime.operator.window;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;

/**
 * Makes processing time the event time of what follows: a column gets the time at which its row passes here, and
 * watermarks tell how far the clock is. So everything that works on event time works on processing time. Watermarks
 * that come in are not handed on, but for the last one. Input: insertions.
 *
 * <p>Keeps nothing. Rows that are read again after a restart get the time of then.
 *
 * @param timeColumn what is overwritten; microseconds
 * @param intervalMillis how often a watermark is emitted
 */
public record ProcessingTimeFactory(String operatorId, String describe, int timeColumn, long intervalMillis)
        implements OperatorFactory {
    public ProcessingTimeFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(describe, "describe is null");
        checkArgument(intervalMillis > 0, "interval of %s ms must be positive", intervalMillis);
    }

    @Override
    public Operator create(OperatorContext context) {
        return new ProcessingTimeOperator(this, context);
    }
}
