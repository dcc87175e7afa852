package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A regular expression with one matcher, used text after text: nothing is made per row. */
final class CompiledExpression {
    private static final long MAX_STEPS = 5_000_000L;

    private final Text expression;
    private final Subject subject = new Subject();
    private final Matcher matcher;
    private final @Nullable Text required;
    private final int charactersBefore;

    /** @throws java.util.regex.PatternSyntaxException if it is none */
    CompiledExpression(String expression) {
        this.expression = Text.of(expression);
        // What stands before the region may be looked at, and its begin is not the begin of the text.
        this.matcher = Pattern.compile(expression)
                .matcher(subject)
                .useAnchoringBounds(false)
                .useTransparentBounds(true);
        RequiredText found = RequiredText.of(expression);
        this.required = found == null ? null : Text.of(found.text());
        this.charactersBefore = found == null ? RequiredText.UNBOUNDED : found.charactersBefore();
    }

    boolean is(Text other) {
        return Text.equal(expression, other);
    }

    /** The matcher on a text, for all of it. Valid until the next call. */
    Matcher on(Text value) {
        subject.set(value);
        return matcher.reset();
    }

    /** The matcher on a text, set to find the first match; null if there is none. Valid until the next call. */
    @Nullable Matcher toFindIn(Text value) {
        if (required == null) {
            return on(value);
        }
        int found = value.indexOf(required, value.start);
        if (found < 0) {
            return null;
        }
        Matcher ready = on(value);
        if (charactersBefore != RequiredText.UNBOUNDED && subject.isAscii) {
            ready.region(Math.max(0, found - value.start - charactersBefore), subject.length());
        }
        return ready;
    }

    /** The text of a match: every look at a character costs a step of the budget. */
    private static final class Subject implements CharSequence {
        private byte[] data = {};
        private int start;
        private int length;
        private String decoded = "";
        private boolean isAscii = true;
        private long stepsLeft;

        void set(Text value) {
            data = value.data;
            start = value.start;
            length = value.end - value.start;
            isAscii = value.isAscii();
            if (!isAscii) {
                decoded = value.toString();
                length = decoded.length();
            }
            stepsLeft = MAX_STEPS;
        }

        @Override
        public char charAt(int index) {
            if (--stepsLeft < 0) {
                throw new WeirException(
                                ErrorCode.LIMIT_EXCEEDED, "regular expression needs more than " + MAX_STEPS + " steps")
                        .withHint("Nested repetitions such as (a+)+ make the number of steps explode.");
            }
            return isAscii ? (char) data[start + index] : decoded.charAt(index);
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return isAscii
                    ? new String(Arrays.copyOfRange(data, start + from, start + to), StandardCharsets.ISO_8859_1)
                    : decoded.substring(from, to);
        }

        @Override
        public String toString() {
            return subSequence(0, length).toString();
        }
    }
}
