package io.weir.benchmarks.state;

/** Which keys change one after the other. Every key changes as often as the others. */
enum Spread {
    /** Keys from everywhere: the worst for a store that is ordered by key. */
    SCATTERED,
    /** Keys that stand side by side, as those of the latest orders or sessions do. */
    NEIGHBOURS;

    /** As prime as it is large: steps of it visit all keys before one comes again. */
    private static final long STEP = 2_654_435_761L;

    /** The key of row {@code number}: at first every key once, in order, and then changes. */
    long key(long number, long keys) {
        if (number < keys || this == NEIGHBOURS) {
            return number % keys;
        }
        return number % keys * (STEP % keys) % keys;
    }
}
