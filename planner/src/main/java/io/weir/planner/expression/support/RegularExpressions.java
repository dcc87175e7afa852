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
 * Regular expressions of one evaluator, compiled once each. They are Java's, which backtrack: so every match has a
 * budget of steps, and a pattern that would run for hours on some row ends with an error instead of holding up a
 * worker.
 */
public final class RegularExpressions {
    private static final int MAX_PATTERNS = 100;

    private final Map<String, CompiledExpression> expressions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompiledExpression> eldest) {
            return size() > MAX_PATTERNS;
        }
    };

    /** Mostly the same row after row. */
    private @Nullable CompiledExpression last;

    private CompiledExpression compiled(Text text) {
        CompiledExpression known = last;
        if (known == null || !known.is(text)) {
            known = compiled(text.toString());
            last = known;
        }
        return known;
    }

    private CompiledExpression compiled(String expression) {
        CompiledExpression compiled = expressions.get(expression);
        if (compiled == null) {
            try {
                compiled = new CompiledExpression(expression);
            } catch (PatternSyntaxException e) {
                throw new WeirException(
                        ErrorCode.PARAMETER_VALUE,
                        "regular expression '" + expression + "' has an error: " + e.getDescription(),
                        e);
            }
            expressions.put(expression, compiled);
        }
        return compiled;
    }

    private static WeirException tooDeep() {
        return new WeirException(ErrorCode.LIMIT_EXCEEDED, "regular expression needs too deep a recursion");
    }

    boolean find(Text value, Text expression) {
        try {
            Matcher matcher = compiled(expression).toFindIn(value);
            return matcher != null && matcher.find();
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    boolean matchesSimilar(Text value, Text pattern, @Nullable Text escape) {
        try {
            char escapeCharacter = escape == null || escape.byteCount() == 0
                    ? 0
                    : escape.toString().charAt(0);
            return compiled(ofSimilar(pattern.toString(), escapeCharacter))
                    .on(value)
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
            Matcher matcher = compiled(expression).toFindIn(value);
            if (matcher == null || group < 0 || !matcher.find() || group > matcher.groupCount()) {
                return null;
            }
            return matcher.group(group);
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    String replace(Text value, Text expression, Text replacement) {
        try {
            return compiled(expression).on(value).replaceAll(replacement.toString());
        } catch (StackOverflowError e) {
            throw tooDeep();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE, "replacement '" + replacement + "' has an error: " + e.getMessage(), e);
        }
    }

    int count(Text value, Text expression) {
        try {
            Matcher matcher = compiled(expression).toFindIn(value);
            int count = 0;
            while (matcher != null && matcher.find()) {
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
            Matcher matcher = compiled(expression).toFindIn(value);
            return matcher != null && matcher.find() ? value.toString().codePointCount(0, matcher.start()) + 1 : 0;
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }
}
