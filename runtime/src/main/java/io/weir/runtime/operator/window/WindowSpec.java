package io.weir.runtime.operator.window;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Windows of fixed length in event time.
 *
 * @param sizeMicros length of a window (CUMULATE: of the longest)
 * @param stepMicros TUMBLE: the size; HOP: from one start to the next; CUMULATE: from one end to the next
 * @param offsetMicros shifts all windows; they are aligned to the epoch otherwise
 */
public record WindowSpec(Kind kind, long sizeMicros, long stepMicros, long offsetMicros) {

    /** How windows lie. */
    public enum Kind {
        /** One after the other. */
        TUMBLE,
        /** Overlapping, or with gaps. */
        HOP,
        /** All from the same start, each longer than the one before by a step, up to the size. */
        CUMULATE
    }

    public WindowSpec {
        requireNonNull(kind, "kind is null");
        checkArgument(sizeMicros > 0, "window size %s is not positive", sizeMicros);
        checkArgument(stepMicros > 0, "window step %s is not positive", stepMicros);
        checkArgument(kind != Kind.TUMBLE || stepMicros == sizeMicros, "a tumbling window steps by its size");
        checkArgument(
                kind != Kind.CUMULATE || sizeMicros % stepMicros == 0,
                "window size %s is no multiple of step %s",
                sizeMicros,
                stepMicros);
    }

    /** The end of the first window that a time lies in, or of the next window if it lies in a gap. */
    public long firstEnd(long time) {
        return switch (kind) {
            case TUMBLE, CUMULATE -> Math.addExact(floor(time, stepMicros), stepMicros);
            // Ends are at step multiples of (offset + size): the least one greater than the time.
            case HOP ->
                Math.addExact(
                        floor(Math.subtractExact(time, sizeMicros), stepMicros), Math.addExact(stepMicros, sizeMicros));
        };
    }

    /** The end of the last window that a time lies in; less than {@link #firstEnd} if it lies in none. */
    public long lastEnd(long time) {
        return switch (kind) {
            case TUMBLE -> firstEnd(time);
            case CUMULATE -> Math.addExact(floor(time, sizeMicros), sizeMicros);
            case HOP -> Math.addExact(floor(time, stepMicros), sizeMicros);
        };
    }

    /** The end of the window after the one that ends at {@code end}. */
    public long nextEnd(long end) {
        return Math.addExact(end, stepMicros);
    }

    /** The start of the window that ends at {@code end}. */
    public long start(long end) {
        return kind == Kind.CUMULATE ? floor(end - 1, sizeMicros) : end - sizeMicros;
    }

    /**
     * The length of the pieces of which every window is a whole number, so that each row is added once, to its piece.
     */
    public long sliceMicros() {
        return kind == Kind.HOP ? gcd(sizeMicros, stepMicros) : stepMicros;
    }

    /** The end of the slice that a time lies in. */
    public long sliceEnd(long time) {
        long slice = sliceMicros();
        return Math.addExact(floor(time, slice), slice);
    }

    private long floor(long time, long unit) {
        return Math.subtractExact(time, Math.floorMod(time - offsetMicros, unit));
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
