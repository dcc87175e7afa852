package io.weir.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says what could come at a place in a few words, where the grammar lists up to three hundred tokens. */
final class ExpectedPhrase {
    private static final int SHOWN = 6;

    private static final Set<String> OPERATORS = Set.of(
            "=",
            "<",
            ">",
            "<=",
            ">=",
            "<>",
            "!=",
            "+",
            "-",
            "*",
            "/",
            "%",
            "||",
            "|",
            "^",
            "&",
            "<<",
            "::",
            ":",
            "[",
            ".",
            "AND",
            "BETWEEN",
            "CONTAINS",
            "EQUALS",
            "ESCAPE",
            "FORMAT",
            "ILIKE",
            "IMMEDIATELY",
            "IN",
            "IS",
            "LIKE",
            "MEMBER",
            "MULTISET",
            "NOT",
            "OR",
            "OVERLAPS",
            "PRECEDES",
            "RLIKE",
            "SIMILAR",
            "SUBMULTISET",
            "SUCCEEDS",
            "UESCAPE");
    private static final Set<String> JOINS =
            Set.of("JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "OUTER", "ASOF");
    private static final Set<String> SET_OPERATORS = Set.of("UNION", "INTERSECT", "EXCEPT", "SET_MINUS", "MINUS");
    private static final Set<String> STRINGS = Set.of(
            "<QUOTED_STRING>",
            "<PREFIXED_STRING_LITERAL>",
            "<UNICODE_STRING_LITERAL>",
            "<C_STYLE_ESCAPED_STRING_LITERAL>",
            "<BINARY_STRING_LITERAL>",
            "<BIG_QUERY_QUOTED_STRING>",
            "<BIG_QUERY_DOUBLE_QUOTED_STRING>");
    private static final Set<String> NUMBERS =
            Set.of("<UNSIGNED_INTEGER_LITERAL>", "<DECIMAL_NUMERIC_LITERAL>", "<APPROX_NUMERIC_LITERAL>");
    private static final Set<String> TIME_UNITS = Set.of(
            "YEAR",
            "YEARS",
            "QUARTER",
            "QUARTERS",
            "MONTH",
            "MONTHS",
            "WEEK",
            "WEEKS",
            "DAY",
            "DAYS",
            "HOUR",
            "HOURS",
            "MINUTE",
            "MINUTES",
            "SECOND",
            "SECONDS",
            "MILLISECOND",
            "MICROSECOND",
            "NANOSECOND");

    private final Set<String> rest;
    private final Set<String> nonReserved;
    private final List<String> phrases = new ArrayList<>();

    private ExpectedPhrase(Set<String> images, Set<String> nonReserved) {
        this.rest = new TreeSet<>(images);
        this.nonReserved = nonReserved;
    }

    /** @param nonReserved keywords that are also names, and so not worth a mention where a name may stand */
    static String of(Set<String> images, Set<String> nonReserved) {
        return new ExpectedPhrase(images, nonReserved).phrase();
    }

    private String phrase() {
        boolean expression = rest.contains("CASE") && rest.contains("CAST");
        if (expression) {
            // Whatever can start an expression, a query in parentheses included.
            return "an expression";
        }
        if (rest.contains("BIGINT") && rest.contains("VARCHAR")) {
            return "a type";
        }
        if (rest.contains("SELECT") && rest.contains("VALUES")) {
            return "a query";
        }
        collapse();
        if (phrases.size() > SHOWN) {
            return Phrases.alternatives(phrases.subList(0, SHOWN - 1)) + " or something else";
        }
        return phrases.isEmpty() ? "something else" : Phrases.alternatives(phrases);
    }

    private void collapse() {
        boolean end = rest.remove("<EOF>");
        boolean name = rest.contains("<IDENTIFIER>");
        if (name) {
            rest.removeAll(nonReserved);
        }
        boolean string = rest.removeAll(STRINGS);
        boolean number = rest.removeAll(NUMBERS);
        boolean operator = rest.contains("=") && rest.contains("+");
        if (operator) {
            rest.removeAll(OPERATORS);
        }
        boolean join = rest.contains("CROSS") && rest.contains("LEFT");
        if (join) {
            rest.removeAll(JOINS);
        }
        boolean union = rest.contains("UNION") && rest.contains("INTERSECT");
        if (union) {
            rest.removeAll(SET_OPERATORS);
        }
        boolean unit = rest.contains("YEAR") && rest.contains("SECOND");
        if (unit) {
            rest.removeAll(TIME_UNITS);
        }
        rest.removeIf(image -> image.startsWith("<") && image.length() > 2 && image.endsWith(">"));
        add(name, "a name");
        add(string, "a string in single quotes");
        add(number, "a number");
        add(unit, "a unit of time");
        rest.stream().filter(image -> !isWord(image)).forEach(symbol -> phrases.add('"' + symbol + '"'));
        rest.stream().filter(ExpectedPhrase::isWord).forEach(phrases::add);
        add(join, "JOIN");
        add(union, "UNION");
        add(operator, "an operator");
        add(end, "the end of the statement");
    }

    private void add(boolean present, String phrase) {
        if (present) {
            phrases.add(phrase);
        }
    }

    private static boolean isWord(String image) {
        return Character.isLetter(image.charAt(0));
    }
}
