package io.weir.runtime.operator.join;

/** Which rows of a join come out besides the matching pairs. */
public enum JoinType {
    INNER,
    /** And left rows without a match, padded with nulls. */
    LEFT,
    /** And right rows without a match, padded with nulls. */
    RIGHT,
    FULL,
    /** Instead of pairs: left rows with a match, once. */
    SEMI,
    /** Instead of pairs: left rows without a match. */
    ANTI;

    boolean emitsPairs() {
        return this != SEMI && this != ANTI;
    }

    /** Whether it matters how many matches a row of a side has. */
    boolean countsMatches(boolean leftSide) {
        return switch (this) {
            case INNER -> false;
            case LEFT, SEMI, ANTI -> leftSide;
            case RIGHT -> !leftSide;
            case FULL -> true;
        };
    }

    /** Whether a row that has no match comes out. */
    boolean emitsUnmatched(boolean leftSide) {
        return switch (this) {
            case INNER, SEMI -> false;
            case LEFT, ANTI -> leftSide;
            case RIGHT -> !leftSide;
            case FULL -> true;
        };
    }

    boolean emitsMatched(boolean leftSide) {
        return this == SEMI && leftSide;
    }
}
