package io.weir.runtime.operator.match;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The definition of the standard, carried out: all ways to read a pattern, in order of preference; the first counts. */
final class BruteForce {
    private final int end;
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

    private BruteForce(int start, int end, Condition condition) {
        this.start = start;
        this.end = end;
        this.condition = condition;
        this.variables = new int[end - start + 1];
        this.shown = new boolean[end - start + 1];
    }

    /** The match that begins at a row, or null. */
    static @Nullable Found match(RowPattern pattern, int start, int end, Condition condition) {
        BruteForce search = new BruteForce(start, end, condition);
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
        IntPredicate again = next -> repeat(pattern, times + 1, next, rest);
        if (times < pattern.min()) {
            return match(pattern.part(), row, again);
        }
        if (pattern.isGreedy()) {
            return (mayGoOn && match(pattern.part(), row, again)) || rest.test(row);
        }
        return rest.test(row) || (mayGoOn && match(pattern.part(), row, again));
    }
}
