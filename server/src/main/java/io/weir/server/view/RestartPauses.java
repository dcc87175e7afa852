package io.weir.server.view;

import java.util.HashMap;
import java.util.Map;

/**
 * When views that have failed are made anew: after pauses that double while a view fails again and again, because it
 * reads all that it is made of each time. Used by one thread at a time.
 */
final class RestartPauses {
    static final long SHORTEST_MILLIS = 5_000;
    static final long LONGEST_MILLIS = 320_000;

    private final Map<String, Pause> pauses = new HashMap<>();

    private record Pause(long millis, long endMillis) {}

    /**
     * Whether the pause of a view that has failed is over; then the next one, a longer one, begins. The first begins
     * when this is first asked.
     */
    boolean isOver(String view, long nowMillis) {
        Pause pause = pauses.get(view);
        if (pause != null && nowMillis < pause.endMillis()) {
            return false;
        }
        long next = pause == null ? SHORTEST_MILLIS : Math.min(LONGEST_MILLIS, 2 * pause.millis());
        pauses.put(view, new Pause(next, nowMillis + next));
        return pause != null;
    }

    /** A view has not failed. If it has run as long as the longest pause, its next failure is a first one. */
    void runs(String view, long sinceMillis, long nowMillis) {
        if (nowMillis - sinceMillis > LONGEST_MILLIS) {
            pauses.remove(view);
        }
    }

    void forget(String view) {
        pauses.remove(view);
    }
}
