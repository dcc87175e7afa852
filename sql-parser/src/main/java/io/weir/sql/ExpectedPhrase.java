package io.weir.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says what could come at a place in a few words, where the grammar lists up to three hundred tokens. */
final class ExpectedPhrase {
    private static final int SHOWN = 12;

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
            "SUCCEEDS");
    private static final List<String> CLAUSES = List.of(
            "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "UNION", "ORDER", "LIMIT", "OFFSET", "FETCH");
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
            Set.of("<UNSIGNED_INTEGER_LITERAL>", "<DECIMAL_NUMERIC_LITERAL>", "<APPROX_NUMERIC_LITERAL>", "DECIMAL");
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
    /** Possible almost everywhere after a name or type, and almost never what was meant. */
    private static final Set<String> NOISE = Set.of(
            "MEASURE",
            "MULTISET",
            "UNSIGNED",
            "TABLESAMPLE",
            "EXTEND",
            "MATCH_RECOGNIZE",
            "COLLATE",
            "/*+",
            "->",
            "=>");

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
        boolean listGoesOn = rest.contains(")") || rest.contains(",");
        if (rest.contains("CASE") && rest.contains("CAST") && !listGoesOn) {
            // Whatever can start an expression, a query in parentheses included.
            return "an expression";
        }
        if (rest.contains("BIGINT") && rest.contains("VARCHAR") && !listGoesOn) {
            return "a type";
        }
        if (rest.contains("SELECT") && rest.contains("VALUES") && !listGoesOn) {
            return "a query";
        }
        collapse();
        if (phrases.size() > SHOWN) {
            return String.join(", ", phrases.subList(0, SHOWN)) + ", ...";
        }
        return phrases.isEmpty() ? "something else" : Phrases.alternatives(phrases);
    }

    private void collapse() {
        boolean end = rest.contains("<EOF>");
        boolean expression = collapseIf(rest.contains("CASE") && rest.contains("CAST"), Keywords.RESERVED);
        boolean type = collapseIf(rest.contains("BIGINT") && rest.contains("VARCHAR"), Keywords.RESERVED);
        boolean name = rest.contains("<IDENTIFIER>");
        removeNoise(name);
        boolean string = rest.removeAll(STRINGS);
        boolean number = collapseIf(rest.contains("<UNSIGNED_INTEGER_LITERAL>"), NUMBERS);
        boolean operator = collapseIf(rest.contains("=") && rest.contains("+"), OPERATORS);
        boolean join = collapseIf(rest.contains("CROSS") && rest.contains("LEFT"), JOINS);
        boolean union = collapseIf(rest.contains("UNION") && rest.contains("INTERSECT"), SET_OPERATORS);
        boolean unit = collapseIf(rest.contains("YEAR") && rest.contains("SECOND"), TIME_UNITS);
        if (rest.contains(",") || join) {
            rest.remove("(");
        }
        List<String> clauses = new ArrayList<>(CLAUSES);
        clauses.removeIf(clause -> !rest.remove(clause) && !(union && clause.equals("UNION")));
        if (rest.contains(")") && clauses.indexOf("UNION") == 0) {
            clauses.clear(); // what could follow a query in parentheses; there is more likely an expression in them
        }
        // What is left of the classes, the end among them.
        rest.removeIf(image -> image.startsWith("<") && image.length() > 2 && image.endsWith(">"));
        add(name && !expression && !type, "a name");
        add(expression, "an expression");
        add(string, "a string in single quotes");
        add(number, "a number");
        add(unit, "a unit of time");
        rest.stream().filter(image -> !isWord(image)).forEach(symbol -> phrases.add('"' + symbol + '"'));
        rest.stream().filter(ExpectedPhrase::isWord).forEach(phrases::add);
        add(join, "JOIN");
        addClauses(clauses);
        add(operator && clauses.isEmpty(), "an operator");
        add(end && clauses.isEmpty(), "the end of the statement");
    }

    private void removeNoise(boolean name) {
        rest.removeAll(NOISE);
        if (rest.remove("UESCAPE")) {
            rest.remove("<QUOTED_STRING>"); // a string that goes on in the next line
        }
        if (name) {
            rest.removeAll(nonReserved);
            if (!rest.contains("<PREFIXED_STRING_LITERAL>")) {
                rest.remove("<QUOTED_STRING>"); // an alias as a string, which is refused later
            }
        }
        if (rest.contains("COMMENT")) {
            rest.remove("ARRAY"); // INTEGER ARRAY
        }
        if (rest.size() > 1) {
            rest.remove("."); // any name could have another part
        }
    }

    private boolean collapseIf(boolean present, Set<String> images) {
        if (present) {
            rest.removeAll(images);
        }
        return present;
    }

    /** The next clause that could come, and that there are others. */
    private void addClauses(List<String> clauses) {
        if (!clauses.isEmpty()) {
            String next = clauses.get(0);
            phrases.add(next.equals("GROUP") || next.equals("ORDER") ? next + " BY" : next);
            add(clauses.size() > 1, "a later clause");
        }
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
