package io.weir.runtime.jobgraph;

/**
 * One step of a vertex as planned: a source, an operator, a sink. The runtime makes a running instance of it for each
 * subtask. Implementations are immutable and may hold compiled code; see {@code OperatorFactory}, {@code SourceSpec}
 * and {@code SinkSpec}.
 */
public interface OperatorSpec {
    /**
     * Stable over restarts and re-planning, unique in the job, {@code [A-Za-z0-9_-]{1,64}}. It comes from the meaning
     * of the plan, not from a counter, and names the operator's state in checkpoints.
     */
    String operatorId();

    /** For people: {@code TumbleAggregate(window=60 s, keys=[origin], aggregates=[COUNT(*)])}. */
    String describe();

    /** Whether it has keyed state, and so runs behind a hash edge. */
    default boolean isKeyed() {
        return false;
    }

    /**
     * Whether it keeps nothing, has no part in any checkpoint, and makes no difference to the result: a job may go on
     * from a checkpoint of a plan without it, and the other way round.
     */
    default boolean isTransient() {
        return false;
    }

    /** Whether it does something at the end of an epoch. */
    default boolean needsEpochs() {
        return false;
    }
}
