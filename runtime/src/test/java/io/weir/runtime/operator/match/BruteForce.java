package io.weir.runtime.operator.match;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The definition of the standard, carried out: all ways to read a pattern, in order of preference; the first counts. */
final class BruteForce {
    private final int end;
    private final int rowCount;
    private final Condition condition;
    private final int start;
    private final int[] variables;
    private final boolean[] shown;
    private boolean isHiding;
    private @Nullable Found found;

    /** The variable of each row of a match, and whether it belongs to no exclusion. */
    record Found(int[] variables, boolean[] shown) {}

    /** A condition; {@code variables} are those of the rows from the start of the match up to the one before. */
    interface Condition {
        boolean test(int variable, int row, int[] variables);
    }

    private BruteForce(int start, int end, int rowCount, Condition condition) {
        this.start = start;
        this.end = end;
        this.rowCount = rowCount;
        this.condition = condition;
        this.variables = new int[end - start + 1];
        this.shown = new boolean[end - start + 1];
    }

    /**
     * The match that begins at a row, or null.
     *
     * @param end the row behind the last that may take part
     * @param rowCount of the partition
     */
    static @Nullable Found match(RowPattern pattern, int start, int end, int rowCount, Condition condition) {
        BruteForce search = new BruteForce(start, end, rowCount, condition);
        boolean unused = search.match(pattern, start, row -> {
            search.found =
                    new Found(Arrays.copyOf(search.variables, row - start), Arrays.copyOf(search.shown, row - start));
            return true;
        });
        return search.found;
    }

    private boolean match(RowPattern pattern, int row, IntPredicate rest) {
        if (pattern instanceof RowPattern.Variable variable) {
            if (row >= end || !condition.test(variable.variable(), row, variables)) {
                return false;
            }
            variables[row - start] = variable.variable();
            shown[row - start] = !isHiding;
            return rest.test(row + 1);
        }
        if (pattern instanceof RowPattern.Concatenation concatenation) {
            return sequence(concatenation, 0, row, rest);
        }
        if (pattern instanceof RowPattern.Alternation alternation) {
            return alternation.parts().stream().anyMatch(part -> match(part, row, rest));
        }
        if (pattern instanceof RowPattern.Repetition repetition) {
            return repeat(repetition, 0, row, rest);
        }
        if (pattern instanceof RowPattern.Exclusion exclusion) {
            return exclude(exclusion, row, rest);
        }
        if (pattern instanceof RowPattern.PartitionBegin) {
            return row == 0 && rest.test(row);
        }
        if (pattern instanceof RowPattern.PartitionEnd) {
            return row == rowCount && rest.test(row);
        }
        throw new IllegalStateException("unknown pattern " + pattern);
    }

    private boolean exclude(RowPattern.Exclusion pattern, int row, IntPredicate rest) {
        boolean wasHiding = isHiding;
        isHiding = true;
        boolean isMatched = match(pattern.part(), row, next -> {
            isHiding = wasHiding;
            boolean isRestMatched = rest.test(next);
            isHiding = true;
            return isRestMatched;
        });
        isHiding = wasHiding;
        return isMatched;
    }

    private boolean sequence(RowPattern.Concatenation pattern, int part, int row, IntPredicate rest) {
        return part == pattern.parts().size()
                ? rest.test(row)
                : match(pattern.parts().get(part), row, next -> sequence(pattern, part + 1, next, rest));
    }

    private boolean repeat(RowPattern.Repetition pattern, int times, int row, IntPredicate rest) {
        boolean mayGoOn = pattern.max() < 0 || times < pattern.max();
        if (times < pattern.min()) {
            return match(pattern.part(), row, next -> repeat(pattern, times + 1, next, rest));
        }
        // One that takes no row is the last.
        IntPredicate again = next -> next == row ? rest.test(next) : repeat(pattern, times + 1, next, rest);
        if (pattern.isGreedy()) {
            return (mayGoOn && match(pattern.part(), row, again)) || rest.test(row);
        }
        return rest.test(row) || (mayGoOn && match(pattern.part(), row, again));
    }
}
