package io.weir.planner.expression.support;

import org.jspecify.annotations.Nullable;

/**
 * The LIKE pattern of one place where it is no literal: the last one is kept, because it seldom changes from row to
 * row.
 */
public final class LikePatterns {
    private final boolean ignoreCase;
    private byte[] lastPattern = {};
    private byte[] lastEscape = {};
    private @Nullable LikePattern last;

    public LikePatterns(boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
    }

    public LikePattern get(Text pattern, @Nullable Text escape) {
        LikePattern known = last;
        boolean sameEscape = escape == null ? lastEscape.length == 0 : Text.equal(escape, new Text(lastEscape));
        if (known != null && sameEscape && Text.equal(pattern, new Text(lastPattern))) {
            return known;
        }
        lastPattern = pattern.bytes();
        lastEscape = escape == null ? new byte[0] : escape.bytes();
        LikePattern compiled =
                new LikePattern(pattern.toString(), escape == null ? null : escape.toString(), ignoreCase);
        last = compiled;
        return compiled;
    }
}
