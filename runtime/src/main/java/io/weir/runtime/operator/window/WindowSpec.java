package io.weir.runtime.operator.window;

import static io.weir.spi.Checks.checkArgument;
import static io.weir.spi.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.time.WallClock;
import java.util.Optional;

/**
 * Windows of fixed length in event time.
 *
 * <p>With a clock, windows lie where that clock shows their starts and ends: a window of one day is a day of the time
 * zone, of 23 or 25 hours where clocks are changed. An edge that the clock shows twice is at the first of the two
 * instants, one that it never shows where it is put forward; what would be no time at all is no window.
 *
 * @param sizeMicros length of a window (CUMULATE: of the longest)
 * @param stepMicros TUMBLE: the size; HOP: from one start to the next; CUMULATE: from one end to the next
 * @param offsetMicros shifts all windows; they are aligned to the epoch otherwise
 * @param clock that windows follow; empty if they all have the same length
 */
public record WindowSpec(Kind kind, long sizeMicros, long stepMicros, long offsetMicros, Optional<WallClock> clock) {

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
        requireNonNull(clock, "clock is null");
        checkArgument(sizeMicros > 0, "window size %s is not positive", sizeMicros);
        checkArgument(stepMicros > 0, "window step %s is not positive", stepMicros);
        checkArgument(kind != Kind.TUMBLE || stepMicros == sizeMicros, "a tumbling window steps by its size");
        checkArgument(
                kind != Kind.CUMULATE || sizeMicros % stepMicros == 0,
                "window size %s is no multiple of step %s",
                sizeMicros,
                stepMicros);
    }

    /** Windows that all have the same length. */
    public WindowSpec(Kind kind, long sizeMicros, long stepMicros, long offsetMicros) {
        this(kind, sizeMicros, stepMicros, offsetMicros, Optional.empty());
    }

    /** Whether all windows have the same length. */
    public boolean isRegular() {
        return clock.isEmpty();
    }

    /** The end of the first window that a time lies in, or of the next window if it lies in a gap. */
    public long firstEnd(long time) {
        return instantAfter(time, localEndAfter(toLocal(time)), stepMicros);
    }

    /** The end of the last window that a time lies in; less than {@link #firstEnd} if it lies in none. */
    public long lastEnd(long time) {
        return switch (kind) {
            case TUMBLE -> firstEnd(time);
            case CUMULATE ->
                instantAfter(time, Math.addExact(floor(toLocal(time), sizeMicros), sizeMicros), sizeMicros);
            case HOP -> toInstant(Math.addExact(lastLocalStart(time), sizeMicros));
        };
    }

    /** The end of the window after the one that ends at {@code end}. */
    public long nextEnd(long end) {
        return isRegular()
                ? Math.addExact(end, stepMicros)
                : instantAfter(end, localEndAfter(toLocal(end)), stepMicros);
    }

    /** The start of the window that ends at {@code end}. */
    public long start(long end) {
        if (kind == Kind.CUMULATE) {
            return toInstant(floor(toLocal(end - 1), sizeMicros));
        }
        return isRegular() ? end - sizeMicros : toInstant(localEndAfter(toLocal(end - 1)) - sizeMicros);
    }

    /** The first time of the window that begins next. */
    long nextStart(long time) {
        return switch (kind) {
            case TUMBLE -> firstEnd(time);
            case CUMULATE -> lastEnd(time);
            case HOP -> instantAfter(time, Math.addExact(floor(toLocal(time), stepMicros), stepMicros), stepMicros);
        };
    }

    /**
     * The length of the pieces of which every window is a whole number, so that each row is added once, to its piece.
     * Only of regular windows, which are made of such pieces.
     */
    public long sliceMicros() {
        checkState(isRegular(), "windows that follow a clock have no slices of one length");
        return kind == Kind.HOP ? gcd(sizeMicros, stepMicros) : stepMicros;
    }

    /** The end of the slice that a time lies in. */
    public long sliceEnd(long time) {
        long slice = sliceMicros();
        return Math.addExact(floor(time, slice), slice);
    }

    /** The first end after a time, both as the clock shows them. */
    private long localEndAfter(long local) {
        return switch (kind) {
            case TUMBLE, CUMULATE -> Math.addExact(floor(local, stepMicros), stepMicros);
            // Ends are at step multiples of (offset + size): the least one greater than the time.
            case HOP ->
                Math.addExact(
                        floor(Math.subtractExact(local, sizeMicros), stepMicros),
                        Math.addExact(stepMicros, sizeMicros));
        };
    }

    private long lastLocalStart(long time) {
        long start = floor(toLocal(time), stepMicros);
        if (!isRegular()) {
            // The clock has been put back over the start: it had come to it before.
            while (toInstant(Math.addExact(start, stepMicros)) <= time) {
                start += stepMicros;
            }
        }
        return start;
    }

    /** The first of a row of local times, {@code unit} apart, that the clock comes to after {@code time}. */
    private long instantAfter(long time, long local, long unit) {
        long instant = toInstant(local);
        while (instant <= time) {
            local = Math.addExact(local, unit);
            instant = toInstant(local);
        }
        return instant;
    }

    private long toLocal(long instant) {
        return isRegular() ? instant : clock.orElseThrow().toLocal(instant);
    }

    private long toInstant(long local) {
        return isRegular() ? local : clock.orElseThrow().firstInstant(local);
    }

    private long floor(long time, long unit) {
        return Math.subtractExact(time, Math.floorMod(time - offsetMicros, unit));
    }

    static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
