package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of one evaluator, compiled once each. They are Java's, which backtrack: so every match has a budget of steps, and a
 * pattern that would run for hours on some row ends with an error instead of holding up a worker.
 */
public final class RegularExpressions {
    private static final int MAX_PATTERNS = 100;
    private static final long MAX_STEPS = 5_000_000L;

    private final Map<String, Pattern> patterns = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pattern> eldest) {
            return size() > MAX_PATTERNS;
        }
    };

    private Pattern pattern(String expression) {
        Pattern pattern = patterns.get(expression);
        if (pattern == null) {
            try {
                pattern = Pattern.compile(expression);
            } catch (PatternSyntaxException e) {
                throw new WeirException(
                        ErrorCode.PARAMETER_VALUE,
                        "regular expression '" + expression + "' has an error: " + e.getDescription(),
                        e);
            }
            patterns.put(expression, pattern);
        }
        return pattern;
    }

    private Matcher matcher(Text value, Text expression) {
        return pattern(expression.toString()).matcher(new Budgeted(value.toString(), new long[] {MAX_STEPS}));
    }

    /** The text of a match: every look at a character costs a step of the budget. */
    private record Budgeted(String text, long[] steps) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (--steps[0] < 0) {
                throw new WeirException(
                                ErrorCode.LIMIT_EXCEEDED, "regular expression needs more than " + MAX_STEPS + " steps")
                        .withHint("Nested repetitions such as (a+)+ make the number of steps explode.");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static WeirException tooDeep() {
        return new WeirException(ErrorCode.LIMIT_EXCEEDED, "regular expression needs too deep a recursion");
    }

    boolean find(Text value, Text expression) {
        try {
            return matcher(value, expression).find();
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    boolean matchesSimilar(Text value, Text pattern, @Nullable Text escape) {
        try {
            char escapeCharacter = escape == null || escape.byteCount() == 0
                    ? 0
                    : escape.toString().charAt(0);
            return matcher(value, Text.of(ofSimilar(pattern.toString(), escapeCharacter)))
                    .matches();
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    // SIMILAR TO has the operators of regular expressions, but % and _ for .* and . ; these and ^ $ \\ mean themselves.
    private static String ofSimilar(String pattern, char escape) {
        StringBuilder expression = new StringBuilder("(?s)");
        boolean inBrackets = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (escape != 0 && c == escape && i + 1 < pattern.length()) {
                expression.append(Pattern.quote(pattern.substring(i + 1, i + 2)));
                i++;
            } else if (c == '\\' || (!inBrackets && (c == '.' || c == '^' || c == '$'))) {
                expression.append('\\').append(c);
            } else if (!inBrackets && c == '%') {
                expression.append(".*");
            } else if (!inBrackets && c == '_') {
                expression.append('.');
            } else {
                if (inBrackets && c == '[' && i + 1 < pattern.length() && pattern.charAt(i + 1) == ':') {
                    int end = pattern.indexOf(":]", i);
                    if (end > 0) {
                        expression.append(posixClass(pattern.substring(i + 2, end)));
                        i = end + 1;
                        continue;
                    }
                }
                inBrackets = c == '[' || (inBrackets && c != ']');
                expression.append(c);
            }
        }
        return expression.toString();
    }

    private static String posixClass(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "ALPHA" -> "\\p{Alpha}";
            case "UPPER" -> "\\p{Upper}";
            case "LOWER" -> "\\p{Lower}";
            case "DIGIT" -> "\\d";
            case "ALNUM" -> "\\p{Alnum}";
            case "SPACE" -> " ";
            case "WHITESPACE" -> "\\s";
            default ->
                throw new WeirException(
                        ErrorCode.PARAMETER_VALUE, "SIMILAR TO has no character class \"" + name + "\"");
        };
    }

    @Nullable String extract(Text value, Text expression, int group) {
        try {
            Matcher matcher = matcher(value, expression);
            if (group < 0 || !matcher.find() || group > matcher.groupCount()) {
                return null;
            }
            return matcher.group(group);
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    String replace(Text value, Text expression, Text replacement) {
        try {
            return matcher(value, expression).replaceAll(replacement.toString());
        } catch (StackOverflowError e) {
            throw tooDeep();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE, "replacement '" + replacement + "' has an error: " + e.getMessage(), e);
        }
    }

    int count(Text value, Text expression) {
        try {
            Matcher matcher = matcher(value, expression);
            int count = 0;
            while (matcher.find()) {
                count++;
            }
            return count;
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    /** The character position, from 1, of the first match; 0 if there is none. */
    int position(Text value, Text expression) {
        try {
            Matcher matcher = matcher(value, expression);
            return matcher.find() ? value.toString().codePointCount(0, matcher.start()) + 1 : 0;
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }
}
