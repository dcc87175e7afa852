package io.weir.planner.physical;

/**
 * What bounds the state of a step.
 *
 * @param text for EXPLAIN: {@code none}, {@code one entry per key [origin]}, {@code windows not ended yet}
 * @param isBounded false if it grows with the input for ever
 * @param hasTimeToLive whether the session's time to live bounds it, if set
 */
public record StateBound(String text, boolean isBounded, boolean hasTimeToLive) {
    static final StateBound STATELESS = new StateBound("", true, false);

    static StateBound bounded(String text) {
        return new StateBound(text, true, false);
    }

    static StateBound unbounded(String text) {
        return new StateBound(text, false, false);
    }

    /** Grows for ever, unless a time to live is set. */
    static StateBound untilTimeToLive(String text) {
        return new StateBound(text, false, true);
    }
}
