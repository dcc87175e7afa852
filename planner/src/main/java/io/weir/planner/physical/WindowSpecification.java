package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How event time is cut into windows. All in microseconds.
 *
 * @param size of TUMBLE and HOP, greatest size of CUMULATE, gap of SESSION
 * @param step of HOP and CUMULATE; of TUMBLE the size; 0 for SESSION
 * @param offset of the windows' starts from 1970-01-01
 * @param sessionKeys columns of the windowed table by which sessions are kept apart
 */
public record WindowSpecification(Kind kind, long size, long step, long offset, List<Integer> sessionKeys) {
    /** As the table functions are called. */
    public enum Kind {
        TUMBLE,
        HOP,
        CUMULATE,
        SESSION
    }

    public WindowSpecification {
        requireNonNull(kind, "kind is null");
        sessionKeys = List.copyOf(sessionKeys);
    }

    String describe() {
        String text = switch (kind) {
            case TUMBLE -> "TUMBLE(size=" + duration(size);
            case HOP -> "HOP(size=" + duration(size) + ", slide=" + duration(step);
            case CUMULATE -> "CUMULATE(size=" + duration(size) + ", step=" + duration(step);
            case SESSION -> "SESSION(gap=" + duration(size);
        };
        return text + (offset == 0 ? ")" : ", offset=" + duration(offset) + ")");
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
