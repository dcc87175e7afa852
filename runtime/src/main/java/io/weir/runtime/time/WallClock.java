package io.weir.runtime.time;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * What the clocks of a time zone show: from instants to local times and back. Both in microseconds, instants since the
 * epoch, local times since 1970-01-01 00:00 of that clock.
 */
public record WallClock(ZoneRules rules) {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    public WallClock {
        requireNonNull(rules, "rules is null");
    }

    /** What the clock shows at an instant. */
    public long toLocal(long instant) {
        return instant + offsetMicros(instant);
    }

    /** How much the clock is ahead of UTC at an instant. */
    public long offsetMicros(long instant) {
        ZoneOffset offset = rules.getOffset(Instant.ofEpochSecond(Math.floorDiv(instant, MICROS_PER_SECOND)));
        return micros(offset);
    }

    /**
     * The instant at which the clock shows a time: the first one where that happens twice; where it never happens, the
     * one at which it would, had the clock not been put forward.
     */
    public long toInstant(long local) {
        if (rules.isFixedOffset()) {
            return local - micros(rules.getOffset(Instant.EPOCH));
        }
        ZoneOffsetTransition transition = transition(local);
        return local - micros(transition == null ? rules.getOffset(dateTime(local)) : transition.getOffsetBefore());
    }

    /**
     * As {@link #toInstant(long)}; but where the clock shows the time twice, the instant with the same offset as
     * another instant, if there is one.
     */
    public long toInstant(long local, long other) {
        if (!rules.isFixedOffset()) {
            long offset = offsetMicros(other);
            ZoneOffsetTransition transition = transition(local);
            if (transition != null && transition.isOverlap() && offset == micros(transition.getOffsetAfter())) {
                return local - offset;
            }
        }
        return toInstant(local);
    }

    /** The first instant at which the clock has come to a time; it may have been put forward beyond it. */
    public long firstInstant(long local) {
        if (!rules.isFixedOffset()) {
            ZoneOffsetTransition transition = transition(local);
            if (transition != null && transition.isGap()) {
                return transition.toEpochSecond() * MICROS_PER_SECOND;
            }
        }
        return toInstant(local);
    }

    private @Nullable ZoneOffsetTransition transition(long local) {
        return rules.getTransition(dateTime(local));
    }

    private static LocalDateTime dateTime(long local) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(local, MICROS_PER_SECOND),
                (int) Math.floorMod(local, MICROS_PER_SECOND) * 1000,
                ZoneOffset.UTC);
    }

    private static long micros(ZoneOffset offset) {
        return offset.getTotalSeconds() * MICROS_PER_SECOND;
    }
}
