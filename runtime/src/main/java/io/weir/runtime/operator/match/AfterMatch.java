package io.weir.runtime.operator.match;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Where the search goes on behind a match.
 *
 * @param variables for TO_FIRST and TO_LAST; more than one if a SUBSET is named
 */
public record AfterMatch(Kind kind, List<Integer> variables) {
    /** AFTER MATCH SKIP. */
    public enum Kind {
        PAST_LAST_ROW,
        TO_NEXT_ROW,
        TO_FIRST,
        TO_LAST
    }

    public AfterMatch {
        requireNonNull(kind, "kind is null");
        variables = List.copyOf(variables);
    }
}
