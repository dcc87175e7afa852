package io.weir.runtime.operator.match;

import static io.weir.spi.Checks.checkArgument;

import java.util.List;

/** A regular expression over rows. Variables are numbers. */
public sealed interface RowPattern {
    /** One row that meets the condition of a variable. */
    record Variable(int variable) implements RowPattern {}

    /** One after the other. */
    record Concatenation(List<RowPattern> parts) implements RowPattern {
        public Concatenation {
            parts = List.copyOf(parts);
        }
    }

    /** One of several; an earlier one is preferred. */
    record Alternation(List<RowPattern> parts) implements RowPattern {
        public Alternation {
            parts = List.copyOf(parts);
            checkArgument(!parts.isEmpty(), "an alternation of nothing");
        }
    }

    /**
     * Again and again, each time over one row at least: repetitions of nothing have no end, and it would be open which
     * of them is preferred.
     *
     * @param max -1: without end
     * @param isGreedy whether more is preferred to less
     */
    record Repetition(RowPattern part, int min, int max, boolean isGreedy) implements RowPattern {
        public Repetition {
            checkArgument(min >= 0 && (max < 0 || max >= min), "from %s to %s times", min, max);
            checkArgument(!part.canBeEmpty(), "a repetition of what no row may meet");
        }
    }

    /** Rows that are part of the match, and not shown by ALL ROWS PER MATCH. */
    record Exclusion(RowPattern part) implements RowPattern {}

    /** Whether it is met by no row at all. */
    default boolean canBeEmpty() {
        if (this instanceof Variable) {
            return false;
        }
        if (this instanceof Concatenation concatenation) {
            return concatenation.parts().stream().allMatch(RowPattern::canBeEmpty);
        }
        if (this instanceof Alternation alternation) {
            return alternation.parts().stream().anyMatch(RowPattern::canBeEmpty);
        }
        if (this instanceof Repetition repetition) {
            return repetition.min() == 0 || repetition.part().canBeEmpty();
        }
        if (this instanceof Exclusion exclusion) {
            return exclusion.part().canBeEmpty();
        }
        throw new IllegalStateException("unknown pattern " + this);
    }
}
