package io.weir.planner;

/** Whether aggregations combine the rows of a batch before the exchange. */
public enum AggregatePhases {
    /** Where functions allow it; while a job runs, each batch only if it has many rows of few groups. */
    AUTO,
    /** Rows go through the exchange as they are. */
    ONE_PHASE,
    /** Where functions allow it, every batch. */
    TWO_PHASE
}
