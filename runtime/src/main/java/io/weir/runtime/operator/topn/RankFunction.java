package io.weir.runtime.operator.topn;

/** How rows that are equal in the order are numbered. */
public enum RankFunction {
    /** One after the other. */
    ROW_NUMBER,
    /** With the same rank, which leaves a gap behind them. */
    RANK,
    /** With the same rank, without a gap. */
    DENSE_RANK
}
