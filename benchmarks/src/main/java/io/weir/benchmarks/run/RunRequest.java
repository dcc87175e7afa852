package io.weir.benchmarks.run;

/**
 * What an engine is asked to do: run the query once over few events, hashing its results, to be checked and to warm up;
 * then over many, measured.
 *
 * @param query such as {@code q4}
 * @param events of all types, in the measured run
 * @param checkEvents of all types, in the run before
 * @param eventsPerSecond of event time, in the measured run: how many events a window holds. Without effect on the
 *     speed at which they are made
 * @param isReplayed whether events are made before the measured run, and read from memory
 */
public record RunRequest(
        String query,
        long events,
        long checkEvents,
        long eventsPerSecond,
        boolean isReplayed,
        EngineSettings settings) {
    /** In the run that is checked no two events have the same time, so that "the latest" is one row. */
    public static final long CHECK_EVENTS_PER_SECOND = 1000;
}
