package io.weir.benchmarks.state;

/**
 * One completed checkpoint.
 *
 * @param triggerMillis since the epoch
 * @param durationMillis from end to end
 * @param uploadedBytes written for it
 * @param fullBytes of everything it refers to
 * @param syncNanos of the synchronous part, of the subtask where it was longest
 */
record CheckpointFigures(
        long id, long triggerMillis, long durationMillis, long uploadedBytes, long fullBytes, long syncNanos) {}
