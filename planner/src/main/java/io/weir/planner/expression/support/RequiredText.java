package io.weir.planner.expression.support;

import org.jspecify.annotations.Nullable;

/**
 * A text that every match of a regular expression contains, found in the expression. Looking for it first is much
 * cheaper than the expression, above all where there is no match.
 *
 * <p>The expression is read as a sequence of elements, and the longest run of plain characters in it is taken. Whatever
 * this class does not know for certain (look-around, back references, most escapes, flags, alternatives outside of
 * parentheses) makes it give up.
 */
final class RequiredText {
    /** In {@link #charactersBefore}: any number. */
    static final int UNBOUNDED = -1;

    private static final String SPECIAL = "\\^$.|?*+()[]{}";

    private final String expression;
    private int at;
    /** The most characters that the elements so far can match. */
    private int before;

    private final StringBuilder run = new StringBuilder();
    private int beforeRun;
    private String longest = "";
    private int beforeLongest;

    private RequiredText(String expression) {
        this.expression = expression;
    }

    /** @return null if none is known */
    static @Nullable RequiredText of(String expression) {
        RequiredText found = new RequiredText(expression);
        return found.read() && !found.longest.isEmpty() ? found : null;
    }

    String text() {
        return longest;
    }

    /** The most characters of a match that can come before the text; {@link #UNBOUNDED}: any number. */
    int charactersBefore() {
        return beforeLongest;
    }

    private boolean read() {
        while (at < expression.length()) {
            char c = expression.charAt(at);
            boolean isKnown = SPECIAL.indexOf(c) < 0 ? readCharacter(c, 1) : readSpecial(c);
            if (!isKnown) {
                return false;
            }
        }
        endRun();
        return true;
    }

    private boolean readCharacter(char c, int length) {
        at += length;
        if (isQuantifier() || Character.isSurrogate(c)) {
            // Possibly not there at all, or half of a character.
            return !Character.isSurrogate(c) && element(1);
        }
        if (run.length() == 0) {
            beforeRun = before;
        }
        run.append(c);
        before = before == UNBOUNDED ? UNBOUNDED : before + 1;
        return true;
    }

    private boolean readSpecial(char c) {
        switch (c) {
            case '^', '$' -> {
                at++;
                return element(0);
            }
            case '.' -> {
                at++;
                return element(1);
            }
            case '[' -> {
                return skipClass() && element(1);
            }
            case '(' -> {
                return readGroup();
            }
            case '\\' -> {
                return readEscape();
            }
            default -> {
                return false;
            }
        }
    }

    private boolean readEscape() {
        if (at + 1 == expression.length()) {
            return false;
        }
        char escaped = expression.charAt(at + 1);
        if ("dDwWsS".indexOf(escaped) >= 0) {
            at += 2;
            return element(1);
        }
        return escaped < 0x80 && !Character.isLetterOrDigit(escaped) && readCharacter(escaped, 2);
    }

    /** A class without classes inside it. Stands behind it afterwards. */
    private boolean skipClass() {
        int end = expression.indexOf(']', at + 1);
        String content = end < 0 ? "" : expression.substring(at + 1, end);
        boolean isSimple = !content.isEmpty()
                && !content.equals("^")
                && content.indexOf('[') < 0
                && content.indexOf('\\') < 0
                && !content.contains("&&");
        at = end + 1;
        return isSimple;
    }

    private boolean readGroup() {
        int start = ++at;
        if (start < expression.length() && expression.charAt(start) == '?') {
            return false;
        }
        boolean isPlain = true;
        int most = 0;
        int length = 0;
        for (int depth = 1; depth > 0; ) {
            if (at >= expression.length()) {
                return false;
            }
            char c = expression.charAt(at);
            if (c == '\\') {
                // Could be \\Q, behind which parentheses mean themselves.
                return false;
            } else if (c == '[') {
                if (!skipClass()) {
                    return false;
                }
                isPlain = false;
                continue;
            } else if (c == '(') {
                if (at + 1 < expression.length() && expression.charAt(at + 1) == '?') {
                    return false;
                }
                depth++;
                isPlain = false;
            } else if (c == ')') {
                depth--;
            } else if (c == '|') {
                length = 0;
            } else if (SPECIAL.indexOf(c) < 0) {
                most = Math.max(most, ++length);
            } else if (c != '^' && c != '$') {
                isPlain = false;
            }
            at++;
        }
        return element(isPlain ? most : UNBOUNDED);
    }

    private boolean isQuantifier() {
        return at < expression.length() && "?*+{".indexOf(expression.charAt(at)) >= 0;
    }

    /** An element ends, which matches at most so many characters; a quantifier may follow. */
    private boolean element(int most) {
        endRun();
        int length = most;
        if (isQuantifier()) {
            if (expression.charAt(at) != '?') {
                length = UNBOUNDED;
            }
            int end = expression.charAt(at) == '{' ? expression.indexOf('}', at) : at;
            if (end < 0) {
                return false;
            }
            at = end + 1;
            // Reluctant or possessive.
            if (at < expression.length() && "?+".indexOf(expression.charAt(at)) >= 0) {
                at++;
            }
        }
        before = before == UNBOUNDED || length == UNBOUNDED ? UNBOUNDED : before + length;
        return !isQuantifier();
    }

    private void endRun() {
        if (run.length() > longest.length()) {
            longest = run.toString();
            beforeLongest = beforeRun;
        }
        run.setLength(0);
    }
}
