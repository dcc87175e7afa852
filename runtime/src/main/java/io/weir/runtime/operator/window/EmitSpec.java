package io.weir.runtime.operator.window;

import static io.weir.spi.Checks.checkArgument;

/**
 * When results of a window come out, besides at its end.
 *
 * @param earlyMillis results so far of windows that are not complete, this often in processing time; 0: never
 * @param lateMicros how long after its end a window still takes late rows, each of which corrects the result; 0: not at all
 */
public record EmitSpec(long earlyMillis, long lateMicros) {
    public static final EmitSpec AT_END = new EmitSpec(0, 0);

    public EmitSpec {
        checkArgument(
                earlyMillis >= 0 && lateMicros >= 0,
                "early %s and late %s must not be negative",
                earlyMillis,
                lateMicros);
    }
}
