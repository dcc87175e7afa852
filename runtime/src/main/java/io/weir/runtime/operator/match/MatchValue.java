package io.weir.runtime.operator.match;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.spi.data.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a condition or a measure takes from the rows of a match. Seen from a <em>current row</em>: of a
 * condition the row that is tried, as if it were matched already; of a measure each row of the match that is shown, of
 * an empty match the row at which it was found.
 *
 * @param variables to which rows must be matched; empty: any
 * @param column of the row, for ROW, FIRST, LAST; {@link #CLASSIFIER}: the name of the variable it is matched to
 * @param offset for FIRST and LAST: how many such rows from the first forward, or from the last back
 * @param rowsBack for ROW, FIRST, LAST: how many rows of the partition before that row, matched or not; negative:
 *     behind it
 * @param isFinal for FIRST, LAST, AGGREGATE: whether all rows of the match count, also those behind the current one
 * @param aggregate over the rows that are matched to the variables; for AGGREGATE
 */
public record MatchValue(
        Kind kind,
        List<Integer> variables,
        int column,
        int offset,
        int rowsBack,
        boolean isFinal,
        @Nullable AggregateCall aggregate,
        DataType type) {
    /** In place of a column. */
    public static final int CLASSIFIER = -1;

    /** What is taken. */
    public enum Kind {
        /** A column of the current row, or of one before or behind it. */
        ROW,
        FIRST,
        LAST,
        AGGREGATE,
        /** A column of the last row of the match; of an empty match of the row at which it was found. */
        MATCH_END,
        /** Whether there is a match: false for a row that belongs to none. */
        MATCHED,
        /** The number of the match in its partition, from 1. */
        MATCH_NUMBER
    }

    public MatchValue {
        requireNonNull(kind, "kind is null");
        requireNonNull(type, "type is null");
        variables = List.copyOf(variables);
        checkArgument((kind == Kind.AGGREGATE) == (aggregate != null), "%s with aggregate %s", kind, aggregate);
    }

    /** A column of a row, or of one near it. */
    public static MatchValue ofRow(
            Kind kind, List<Integer> variables, int column, int offset, int rowsBack, boolean isFinal, DataType type) {
        return new MatchValue(kind, variables, column, offset, rowsBack, isFinal, null, type);
    }

    public static MatchValue ofAggregate(List<Integer> variables, boolean isFinal, AggregateCall call) {
        return new MatchValue(Kind.AGGREGATE, variables, 0, 0, 0, isFinal, call, call.resultType());
    }

    /** @param type BIGINT */
    public static MatchValue ofMatchNumber(DataType type) {
        return new MatchValue(Kind.MATCH_NUMBER, List.of(), 0, 0, 0, false, null, type);
    }

    public static MatchValue ofMatchEnd(int column, DataType type) {
        return new MatchValue(Kind.MATCH_END, List.of(), column, 0, 0, true, null, type);
    }

    /** @param type BOOLEAN */
    public static MatchValue ofMatched(DataType type) {
        return new MatchValue(Kind.MATCHED, List.of(), 0, 0, 0, false, null, type);
    }

    /** Whether it depends on the current row and its neighbours alone, and not on what rows are matched to. */
    boolean isLocal() {
        return kind == Kind.ROW && column != CLASSIFIER;
    }

    /** How many rows behind the current one must be there before it can be told. */
    int rowsAhead() {
        return Math.max(0, -rowsBack);
    }
}
