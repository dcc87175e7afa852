package io.weir.server.view;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a materialized view stands.
 *
 * @param sinceMillis when it came to this state, since the epoch; 0 if it was never begun
 * @param error why it cannot be read; null if it can, or will
 */
public record ViewInfo(
        String name,
        State state,
        long sinceMillis,
        @Nullable String error) {
    public ViewInfo {
        requireNonNull(name, "name is null");
        requireNonNull(state, "state is null");
    }

    public enum State {
        /** It reads what was there before it, and cannot be read yet. */
        BUILDING,
        /** It follows its inputs. */
        RUNNING,
        /** Its inputs have ended: it stays as it is. */
        FINISHED,
        /** It cannot be read. */
        FAILED
    }
}
