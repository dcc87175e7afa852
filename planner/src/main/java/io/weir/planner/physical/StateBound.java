package io.weir.planner.physical;

/**
 * What bounds the state of a step.
 *
 * @param text for EXPLAIN: {@code none}, {@code one entry per key [origin]}, {@code windows not ended yet}
 * @param isBounded false if it grows with the input for ever
 * @param hasTimeToLive whether the session's time to live bounds it, if set
 * @param remedy what in the statement would bound it besides: {@code A window}; empty if nothing would
 */
public record StateBound(String text, boolean isBounded, boolean hasTimeToLive, String remedy) {
    static final StateBound STATELESS = new StateBound("", true, false, "");

    static StateBound bounded(String text) {
        return new StateBound(text, true, false, "");
    }

    static StateBound unbounded(String text) {
        return new StateBound(text, false, false, "");
    }

    /** Grows for ever, unless a time to live is set. */
    static StateBound untilTimeToLive(String text) {
        return untilTimeToLive(text, "A window");
    }

    /** The same, where something else than a window would bound it. */
    static StateBound untilTimeToLive(String text, String remedy) {
        return new StateBound(text, false, true, remedy);
    }
}
