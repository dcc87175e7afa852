package io.weir.runtime.testing;

import java.util.Random;

/** Runs a random test with many seeds, and names the seed that fails. */
public final class Seeds {
    private Seeds() {}

    /** A test that takes all its randomness from its argument. */
    @FunctionalInterface
    public interface Body {
        void run(Random random);
    }

    /** Runs with the seeds 0 to {@code count - 1}. */
    public static void forEach(int count, Body body) {
        for (long seed = 0; seed < count; seed++) {
            try {
                body.run(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
