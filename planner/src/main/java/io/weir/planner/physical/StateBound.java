package io.weir.planner.physical;

/**
 * What bounds the state of a step.
 *
 * @param text for EXPLAIN: {@code none}, {@code one entry per key [origin]}, {@code windows not ended yet}
 * @param isBounded false if it grows with the input for ever, unless a time to live is set
 */
public record StateBound(String text, boolean isBounded) {
    static final StateBound STATELESS = new StateBound("", true);

    static StateBound bounded(String text) {
        return new StateBound(text, true);
    }

    static StateBound unbounded(String text) {
        return new StateBound(text, false);
    }
}
