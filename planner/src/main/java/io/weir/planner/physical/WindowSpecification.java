package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.window.WindowSpec;
import io.weir.runtime.operator.window.ZonedWindows;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How event time is cut into windows. All in microseconds.
 *
 * @param size of TUMBLE and HOP, greatest size of CUMULATE, gap of SESSION
 * @param step of HOP and CUMULATE; of TUMBLE the size; 0 for SESSION
 * @param offset of the windows' starts from 1970-01-01
 * @param zone whose clock shows where windows begin and end; empty if that makes no difference
 * @param sessionKeys columns of the windowed table by which sessions are kept apart
 */
public record WindowSpecification(
        Kind kind, long size, long step, long offset, Optional<ZoneId> zone, List<Integer> sessionKeys) {
    /** As the table functions are called. */
    public enum Kind {
        TUMBLE,
        HOP,
        CUMULATE,
        SESSION
    }

    public WindowSpecification {
        requireNonNull(kind, "kind is null");
        requireNonNull(zone, "zone is null");
        sessionKeys = List.copyOf(sessionKeys);
    }

    /** The same by the clock of a zone. */
    WindowSpecification in(ZoneId wanted) {
        if (kind == Kind.SESSION) {
            return this;
        }
        WindowSpecification zoned = new WindowSpecification(kind, size, step, offset, Optional.of(wanted), sessionKeys);
        return zoned.spec().equals(spec()) ? this : zoned;
    }

    /** What the operators take; not of SESSION. */
    public WindowSpec spec() {
        WindowSpec regular = new WindowSpec(WindowSpec.Kind.valueOf(kind.name()), size, step, offset);
        return zone.map(name -> ZonedWindows.of(regular, name.getRules())).orElse(regular);
    }

    /** Part of the ids of steps, and so of checkpoints: no zone, no word of it. */
    @Override
    public String toString() {
        return "WindowSpecification[kind=" + kind + ", size=" + size + ", step=" + step + ", offset=" + offset
                + ", sessionKeys=" + sessionKeys
                + zone.map(name -> ", zone=" + name).orElse("") + "]";
    }

    String describe() {
        String text = switch (kind) {
            case TUMBLE -> "TUMBLE(size=" + duration(size);
            case HOP -> "HOP(size=" + duration(size) + ", slide=" + duration(step);
            case CUMULATE -> "CUMULATE(size=" + duration(size) + ", step=" + duration(step);
            case SESSION -> "SESSION(gap=" + duration(size);
        };
        return text
                + (offset == 0 ? "" : ", offset=" + duration(offset))
                + zone.map(name -> ", zone=" + name).orElse("")
                + ")";
    }

    /** In the greatest unit that needs no fraction: {@code 90 s}, {@code 2 h}. */
    static String duration(long micros) {
        long[] sizes = {86_400_000_000L, 3_600_000_000L, 60_000_000L, 1_000_000L, 1_000L};
        String[] units = {"d", "h", "min", "s", "ms"};
        for (int i = 0; i < sizes.length; i++) {
            if (micros != 0 && micros % sizes[i] == 0) {
                return micros / sizes[i] + " " + units[i];
            }
        }
        return micros + " us";
    }
}
