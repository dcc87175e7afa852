package io.weir.runtime.operator.match;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;

/** Where AFTER MATCH SKIP TO a variable leads; errors are those of the standard. */
final class SkipTarget {
    private SkipTarget() {}

    /** The row at which the search goes on. */
    static int of(MatchFactory spec, int start, int[] variables) {
        List<Integer> wanted = spec.after().variables();
        boolean isFirst = spec.after().kind() == AfterMatch.Kind.TO_FIRST;
        int found = -1;
        for (int i = 0; i < variables.length && !(isFirst && found >= 0); i++) {
            if (wanted.contains(variables[i])) {
                found = i;
            }
        }
        String name = String.join(
                ", ",
                wanted.stream()
                        .map(variable -> "\"" + spec.variables().get(variable) + "\"")
                        .toList());
        if (found < 0) {
            throw new WeirException(
                            ErrorCode.ROW_ERROR,
                            "AFTER MATCH SKIP leads to variable " + name + ", to which no row of the match belongs")
                    .withHint("Skip to a variable that every match has, or PAST LAST ROW.");
        }
        if (found == 0) {
            throw new WeirException(
                            ErrorCode.ROW_ERROR,
                            "AFTER MATCH SKIP leads to variable " + name
                                    + ", the first row of the match, where the same match would be found for ever")
                    .withHint("Skip TO NEXT ROW, or PAST LAST ROW.");
        }
        return start + found;
    }
}
