package io.weir.runtime.operator.over;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * Which rows of its partition a row sees.
 *
 * @param unit what the offsets of both bounds count
 */
public record FrameSpec(Unit unit, Bound from, Bound to) {

    /** ROWS, RANGE or GROUPS. */
    public enum Unit {
        /** Rows. */
        ROWS,
        /** Differences in the value of the only order column. */
        RANGE,
        /** Groups of rows that are equal in the order. */
        GROUPS
    }

    /** Where a bound lies. */
    public enum Place {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        /** For RANGE and GROUPS: the row and all that are equal to it in the order. */
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /**
     * One end of a frame.
     *
     * @param offset for PRECEDING and FOLLOWING, not negative: a number of rows or groups, or a difference in the unit
     *     of the order column (microseconds, days of a DATE, the value of a number); 0 elsewhere
     */
    public record Bound(Place place, BigDecimal offset) {
        public Bound {
            requireNonNull(place, "place is null");
            checkArgument(offset.signum() >= 0, "the offset %s of a frame is negative", offset);
        }

        public static Bound of(Place place) {
            return new Bound(place, BigDecimal.ZERO);
        }

        public static Bound preceding(long offset) {
            return new Bound(Place.PRECEDING, BigDecimal.valueOf(offset));
        }

        public static Bound following(long offset) {
            return new Bound(Place.FOLLOWING, BigDecimal.valueOf(offset));
        }

        /** Signed: negative before the current row. */
        BigDecimal signedOffset() {
            return place == Place.PRECEDING ? offset.negate() : offset;
        }

        boolean looksAhead() {
            return place == Place.FOLLOWING || place == Place.UNBOUNDED_FOLLOWING;
        }
    }

    /** What SQL takes if there is an order and no frame. */
    public static final FrameSpec DEFAULT =
            new FrameSpec(Unit.RANGE, Bound.of(Place.UNBOUNDED_PRECEDING), Bound.of(Place.CURRENT_ROW));

    public FrameSpec {
        requireNonNull(unit, "unit is null");
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        checkArgument(
                from.place() != Place.UNBOUNDED_FOLLOWING && to.place() != Place.UNBOUNDED_PRECEDING,
                "a frame from %s to %s has no rows",
                from.place(),
                to.place());
    }

    /** Whether the frame of a row only grows from that of the row before. */
    boolean isRunning() {
        return from.place() == Place.UNBOUNDED_PRECEDING && to.place() == Place.CURRENT_ROW;
    }
}
