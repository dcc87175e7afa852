package io.weir.benchmarks.run;

/**
 * What an engine is asked to do: run the query once over few events, hashing its results, to be checked and to warm up;
 * then over many, measured.
 *
 * @param query such as {@code q4}
 * @param state {@code hashmap} or {@code rocksdb}
 * @param events of all types, in the measured run
 * @param checkEvents of all types, in the run before
 * @param eventsPerSecond of event time, in the measured run: how many events a window holds. Without effect on the
 *     speed at which they are made
 * @param parallelism subtasks of each step, and worker threads
 * @param stateBytes of native memory for RocksDB
 * @param checkpointMillis from one checkpoint to the next; 0: none
 * @param folder for state and checkpoints, of this run alone
 */
public record RunRequest(
        String query,
        String state,
        long events,
        long checkEvents,
        long eventsPerSecond,
        int parallelism,
        long stateBytes,
        long checkpointMillis,
        String folder) {
    /** In the run that is checked no two events have the same time, so that "the latest" is one row. */
    public static final long CHECK_EVENTS_PER_SECOND = 1000;
}
