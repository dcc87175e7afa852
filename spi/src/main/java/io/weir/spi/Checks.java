package io.weir.spi;

import org.jspecify.annotations.Nullable;

/** Checks that are always on: a broken argument or invariant stops the job with both sides named in the message. */
public final class Checks {
    private Checks() {}

    /** @throws IllegalArgumentException with the formatted message if {@code holds} is false */
    public static void checkArgument(boolean holds, String format, @Nullable Object... values) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(format, values));
        }
    }

    /** @throws IllegalStateException with the formatted message if {@code holds} is false */
    public static void checkState(boolean holds, String format, @Nullable Object... values) {
        if (!holds) {
            throw new IllegalStateException(String.format(format, values));
        }
    }
}
