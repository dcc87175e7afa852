package io.weir.runtime.operator.match;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MATCH_RECOGNIZE. Input: inserts. Output: inserts, what {@code measures} makes of each match, or of each of its rows;
 * matches of a partition in order, each as soon as the watermark has brought the rows that decide it.
 *
 * <p>Rows that are late, or have no time, are counted in {@code numLateRecordsDropped}, given to side output 1, and
 * dropped.
 *
 * @param keys columns of the partition; none: all rows are one partition
 * @param order begins with the event time, ascending; rows that are equal in it stand by their values
 * @param rowTypes types of all input columns
 * @param timeColumn the event time, microseconds; -1: rows have no time, and are matched at the end of the input
 * @param variables their names
 * @param conditions one for each variable; empty: always true
 * @param withinMicros the last row of a match is less than this behind the first, by the first column of the order,
 *     microseconds; 0: any time
 * @param countsMatches whether the number of a match is asked for: then it is kept for each partition, for ever
 * @param holdsTime whether matches have the event time of their last row: then watermarks wait for matches under way
 * @param ttlMillis after which a partition that no row comes for may be forgotten, as if it had had no rows, with its
 *     match under way; rows that still wait for the watermark are kept; 0: never
 */
public record MatchFactory(
        String operatorId,
        String describe,
        List<Integer> keys,
        List<DataType> keyTypes,
        List<SortKey> order,
        List<DataType> rowTypes,
        int timeColumn,
        RowPattern pattern,
        List<String> variables,
        List<Optional<MatchExpression<ColumnExpression>>> conditions,
        MatchExpression<Calc> measures,
        AfterMatch after,
        ShownRows shown,
        long withinMicros,
        boolean countsMatches,
        boolean holdsTime,
        long ttlMillis)
        implements OperatorFactory {
    public MatchFactory {
        requireNonNull(operatorId, "operatorId is null");
        keys = List.copyOf(keys);
        keyTypes = List.copyOf(keyTypes);
        order = List.copyOf(order);
        rowTypes = List.copyOf(rowTypes);
        variables = List.copyOf(variables);
        conditions = List.copyOf(conditions);
        checkArgument(
                conditions.size() == variables.size(),
                "%s conditions for %s variables",
                conditions.size(),
                variables.size());
    }

    /** How many rows before the one at which the search stands conditions and measures reach. */
    int rowsBack() {
        return values().mapToInt(MatchValue::rowsBack).reduce(0, Math::max);
    }

    /** How many rows behind a row must be there before it can be matched. */
    int rowsAhead() {
        return values().mapToInt(MatchValue::rowsAhead).reduce(0, Math::max);
    }

    /** Whether more must be known of a partition than where the search stands. */
    boolean keepsPlace() {
        return pattern.isAtBegin() || shown == ShownRows.ALL_WITH_UNMATCHED || holdsTime;
    }

    private Stream<MatchValue> values() {
        return Stream.concat(
                measures.values().stream(),
                conditions.stream().flatMap(Optional::stream).flatMap(condition -> condition.values().stream()));
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Operator create(OperatorContext context) {
        return new MatchOperator(this, context);
    }
}
