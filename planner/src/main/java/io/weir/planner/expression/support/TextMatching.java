package io.weir.planner.expression.support;

import org.jspecify.annotations.Nullable;

/** What holds text against regular expressions, which are compiled once. */
public final class TextMatching {
    private TextMatching() {}

    @Implements("REGEXP")
    public static boolean matches(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().find(value, expression);
    }

    @Implements({"REGEXP_LIKE", "REGEXP_CONTAINS"})
    public static boolean isLike(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().find(value, expression);
    }

    public static boolean isSimilar(Text value, Text pattern, @Nullable Text escape, EvaluationState state) {
        return state.regularExpressions().matchesSimilar(value, pattern, escape);
    }

    /** The first match, or its first group if it has one; null without a match. */
    @Implements("REGEXP_EXTRACT")
    public static @Nullable String extract(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().extract(value, expression, 0);
    }

    @Implements("REGEXP_EXTRACT")
    public static @Nullable String extract(Text value, Text expression, int group, EvaluationState state) {
        return state.regularExpressions().extract(value, expression, group);
    }

    @Implements("REGEXP_SUBSTR")
    public static @Nullable String firstMatch(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().extract(value, expression, 0);
    }

    @Implements("REGEXP_REPLACE")
    public static @Nullable String replaceMatches(
            Text value, Text expression, Text replacement, EvaluationState state) {
        return state.regularExpressions().replace(value, expression, replacement);
    }

    @Implements("REGEXP_COUNT")
    public static int countMatches(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().count(value, expression);
    }

    @Implements("REGEXP_INSTR")
    public static int positionOfMatch(Text value, Text expression, EvaluationState state) {
        return state.regularExpressions().position(value, expression);
    }
}
