package io.weir.runtime.operator.window;

import static io.weir.spi.Checks.checkArgument;

/**
 * When results of a window come out, besides at its end.
 *
 * @param earlyMillis results so far of windows that are not complete, this often in processing time; 0: never
 * @param lateMicros how long after its end a window still takes late rows, which correct the result; 0: not at all
 * @param lateDelayMillis corrections come out this often in processing time; 0: at once
 */
public record EmitSpec(long earlyMillis, long lateMicros, long lateDelayMillis) {
    public static final EmitSpec AT_END = new EmitSpec(0, 0, 0);

    public EmitSpec {
        checkArgument(
                earlyMillis >= 0 && lateMicros >= 0 && lateDelayMillis >= 0,
                "early %s, late %s and the delay of late results %s must not be negative",
                earlyMillis,
                lateMicros,
                lateDelayMillis);
    }
}
