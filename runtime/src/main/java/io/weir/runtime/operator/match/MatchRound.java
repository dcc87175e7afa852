package io.weir.runtime.operator.match;

import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedState;
import io.weir.spi.data.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Searches the rows of a partition that have been read, one start after the other, and makes rows of the matches. Ends
 * where a start cannot be decided yet, and when there are enough results for a batch.
 */
final class MatchRound {
    private static final int BATCH_ROWS = 4096;

    private final MatchFactory spec;
    private final MatchPartition partition;
    private final MatchConditions conditions;
    private final MatchSearch search;
    private final MatchValues measured;
    private final Calc measures;

    private int start;
    private int coveredUpTo;
    private long matches;
    private boolean isDecided;

    MatchRound(MatchFactory spec, MatchPartition partition, KeyedState state) {
        this.spec = spec;
        this.partition = partition;
        this.conditions = new MatchConditions(spec, state);
        this.search =
                new MatchSearch(PatternProgram.of(spec.pattern()), conditions.areLocal(), spec.withinMicros() == 0);
        this.measured = new MatchValues(
                "measures-", spec.measures().values(), spec.variables(), spec.keys(), spec.keyTypes(), state);
        this.measures = spec.measures().evaluator().get();
    }

    /**
     * @param first the row at which the search stands
     * @param matchesBefore matches of the partition before
     * @param coveredBefore how many rows from there on belong to a match that was found
     * @param beginsPartition whether no row of the partition was forgotten
     * @param key of the partition, alone
     */
    void search(int first, long matchesBefore, int coveredBefore, boolean beginsPartition, KeyBatch key) {
        int count = partition.count();
        conditions.begin(partition.batch(), first, key);
        measured.begin(partition.batch(), key);
        search.begin(count, beginsPartition, partition.isEnded());
        start = first;
        coveredUpTo = first + coveredBefore;
        matches = matchesBefore;
        isDecided = true;
        while (isDecided && start < count && measured.count() < BATCH_ROWS) {
            switch (search.find(start, partition.limit(start), partition.isFinal(start), conditions)) {
                case UNDECIDED -> isDecided = false;
                case NONE -> {
                    if (spec.shown() == ShownRows.ALL_WITH_UNMATCHED && start >= coveredUpTo) {
                        measured.takeEmpty(start, 0);
                    }
                    start++;
                }
                case MATCH -> {
                    int[] variables = search.variables(start);
                    matches++;
                    measure(variables);
                    coveredUpTo = Math.max(coveredUpTo, start + variables.length);
                    start = next(variables);
                }
            }
        }
    }

    /** The row at which the search stands now. */
    int start() {
        return start;
    }

    /** How many rows from {@link #start} on belong to a match. */
    int covered() {
        return Math.max(0, coveredUpTo - start);
    }

    /** Whether it is known what begins at all rows before {@link #start}, and nothing says that rows are missing. */
    boolean isDecided() {
        return isDecided;
    }

    /** Matches of the partition up to here. */
    long matches() {
        return matches;
    }

    /** What the measures make of the matches; null: nothing. */
    @Nullable Batch results() {
        return measured.count() == 0 ? null : measures.apply(measured.build());
    }

    private void measure(int[] variables) {
        if (variables.length == 0) {
            if (spec.shown() != ShownRows.ALL_WITHOUT_EMPTY) {
                measured.takeEmpty(start, matches);
            }
        } else if (spec.shown() == ShownRows.ONE) {
            measured.takeLast(start, variables, variables.length, matches);
        } else {
            measured.takeEach(start, variables, search.shown(start), matches);
        }
    }

    private int next(int[] variables) {
        if (variables.length == 0) {
            return start + 1; // it would be found again for ever
        }
        return switch (spec.after().kind()) {
            case PAST_LAST_ROW -> start + variables.length;
            case TO_NEXT_ROW -> start + 1;
            case TO_FIRST, TO_LAST -> SkipTarget.of(spec, start, variables);
        };
    }
}
