package io.weir.sqltests.script;

import io.weir.runtime.state.rocksdb.StateBackends;
import java.util.List;

/**
 * One way to run a script. All ways have one expected result.
 *
 * @param parallelisms of the first start, the first restart, and so on, round and round
 * @param backend {@code state.backend.type}
 * @param unaligned whether barriers overtake rows
 * @param splitsBatches whether rows come in batches of random sizes, through channels with little room
 * @param twoPhases whether aggregations begin before the exchange with every batch, however small
 * @param restarts when the process ends and starts again
 */
public record RunMode(
        String name,
        List<Integer> parallelisms,
        String backend,
        boolean unaligned,
        boolean splitsBatches,
        boolean twoPhases,
        Restarts restarts) {
    private static final List<Integer> RESCALED = List.of(1, 3, 2);

    /** When a process ends. */
    enum Restarts {
        NEVER,
        /** Behind every step, with all results out, from a checkpoint taken there. */
        BETWEEN_STEPS,
        /** While rows are on their way: a checkpoint at a random moment, an end at a later one. */
        UNDER_WAY
    }

    /** The plain run, whose results are written down. */
    public static final RunMode STRAIGHT =
            new RunMode("straight", List.of(1), StateBackends.HASHMAP, false, false, false, Restarts.NEVER);

    /** Row after row, two of each subtask. */
    public static final RunMode SPLIT =
            new RunMode("split", List.of(2), StateBackends.HASHMAP, false, true, true, Restarts.NEVER);

    /** Killed with rows under way, restored from an unaligned checkpoint at another parallelism. */
    public static final RunMode KILLED =
            new RunMode("killed", RESCALED, StateBackends.HASHMAP, true, true, true, Restarts.UNDER_WAY);

    public static final List<RunMode> ALL = List.of(
            STRAIGHT,
            SPLIT,
            new RunMode("restored", List.of(1), StateBackends.HASHMAP, false, false, true, Restarts.BETWEEN_STEPS),
            new RunMode("rescaled", RESCALED, StateBackends.HASHMAP, false, true, false, Restarts.BETWEEN_STEPS),
            new RunMode("rocksdb", RESCALED, StateBackends.ROCKSDB, false, false, true, Restarts.BETWEEN_STEPS),
            new RunMode("killed-aligned", RESCALED, StateBackends.HASHMAP, false, true, false, Restarts.UNDER_WAY),
            KILLED,
            new RunMode("killed-rocksdb", RESCALED, StateBackends.ROCKSDB, true, true, false, Restarts.UNDER_WAY));

    int parallelism(int start) {
        return parallelisms.get(start % parallelisms.size());
    }

    @Override
    public String toString() {
        return name;
    }
}
