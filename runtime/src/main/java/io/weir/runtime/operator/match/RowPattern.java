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
     * Again and again. Repetitions of nothing would have no end: beyond {@code min}, one that takes no row is the last,
     * as in Perl's regular expressions.
     *
     * @param max -1: without end
     * @param isGreedy whether more is preferred to less
     */
    record Repetition(RowPattern part, int min, int max, boolean isGreedy) implements RowPattern {
        public Repetition {
            checkArgument(min >= 0 && (max < 0 || max >= min), "from %s to %s times", min, max);
            checkArgument(!part.hasAnchor(), "a repetition of the begin or end of the partition");
            checkArgument(max != 0, "a repetition that never is");
        }
    }

    /** Rows that are part of the match, and not shown by ALL ROWS PER MATCH. */
    record Exclusion(RowPattern part) implements RowPattern {}

    /** Nothing, before the first row of the partition. */
    record PartitionBegin() implements RowPattern {}

    /** Nothing, behind the last row of the partition: known when the input has ended. */
    record PartitionEnd() implements RowPattern {}

    /**
     * How large it is for the machine that searches it.
     *
     * @throws io.weir.spi.error.WeirException if it is too large
     */
    default int instructions() {
        return PatternProgram.of(this).size();
    }

    /** Whether it speaks of the begin or end of the partition. */
    default boolean hasAnchor() {
        return this instanceof PartitionBegin
                || this instanceof PartitionEnd
                || pieces().stream().anyMatch(RowPattern::hasAnchor);
    }

    /** Whether it speaks of the begin of the partition. */
    default boolean isAtBegin() {
        return this instanceof PartitionBegin || pieces().stream().anyMatch(RowPattern::isAtBegin);
    }

    /** Whether it speaks of the end of the partition. */
    default boolean isAtEnd() {
        return this instanceof PartitionEnd || pieces().stream().anyMatch(RowPattern::isAtEnd);
    }

    /** What it is made of. */
    private List<RowPattern> pieces() {
        if (this instanceof Concatenation concatenation) {
            return concatenation.parts;
        }
        if (this instanceof Alternation alternation) {
            return alternation.parts;
        }
        if (this instanceof Repetition repetition) {
            return List.of(repetition.part);
        }
        return this instanceof Exclusion exclusion ? List.of(exclusion.part) : List.of();
    }

    /** Whether it may be met by no row at all. */
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
        return true; // the begin and the end of the partition
    }
}
