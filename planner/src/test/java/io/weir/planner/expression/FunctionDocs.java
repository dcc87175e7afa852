package io.weir.planner.expression;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;

/** Writes docs/sql/functions.md from the operator table. */
final class FunctionDocs {
    private static final String HEAD = """
            # Functions and operators

            Everything that the validator accepts, written by a test from the operator table, so that it is complete. Names are matched
            without regard to case. *Standard* is SQL's own (and Calcite's), *library* is as in PostgreSQL, Spark, BigQuery or MySQL, *Weir* is
            Weir's own, mostly under the names that Flink has.

            ## What to know

            - Text is counted in characters (code points), positions start at 1. `SPLIT_INDEX` counts from 0, as in Flink.
            - Whole numbers and decimals overflow with an error, never silently. Division of whole numbers cuts off, division by zero is an error;
              `DOUBLE` follows IEEE 754 and has infinities.
            - Digits that a cast drops are rounded half away from zero. Text that is no value of the type is an error; `TRY_CAST` yields null.
            - `CURRENT_TIMESTAMP`, `NOW()` and `PROCTIME()` are `TIMESTAMP(3) WITH LOCAL TIME ZONE`, read once per batch; a query that ends
              reads the clock once.
            - Regular expressions are Java's, with a budget of steps per match: a pattern that explodes ends with an error.
            - `REPEAT`, `SPACE`, `LPAD`, `RPAD` and concatenations make at most 16 MiB.
            - `TO_TIMESTAMP`, `TO_DATE` and `UNIX_TIMESTAMP` yield null for text that they cannot read, as in Flink; formats are those of
              `java.time.format.DateTimeFormatter`.
            - `DATE_TRUNC('week', ts)` begins weeks on Monday, as PostgreSQL does; `FLOOR(ts TO WEEK)` on Sunday, as Calcite does.
            - A bare `DECIMAL` is `DECIMAL(38, 9)`. `SUM` of whole numbers is `BIGINT`, their `AVG` is `DOUBLE`; of decimals they are `DECIMAL(38, s)`.
            """;

    private FunctionDocs() {}

    static String page() {
        Map<String, Set<String>> functions = new TreeMap<>();
        Map<String, Set<String>> aggregates = new TreeMap<>();
        Map<String, Set<String>> operators = new TreeMap<>();
        WeirOperatorTable.sources().forEach((operator, source) -> {
            Map<String, Set<String>> group = operator instanceof SqlAggFunction
                    ? aggregates
                    : operator instanceof SqlFunction ? functions : operators;
            if (!operator.getName().startsWith("$") && !isInternal(operator)) {
                group.computeIfAbsent(operator.getName().toUpperCase(Locale.ROOT), name -> new TreeSet<>())
                        .add(source.name().toLowerCase(Locale.ROOT));
            }
        });
        return HEAD
                + section("Functions", functions)
                + section("Aggregate and window functions", aggregates)
                + section("Operators and predicates", operators);
    }

    // What Calcite keeps in its table for its own use and no query can call.
    private static boolean isInternal(SqlOperator operator) {
        return List.of(SqlKind.PATTERN_ALTER, SqlKind.OTHER_DDL).contains(operator.getKind())
                || operator.getName().isBlank();
    }

    private static String section(String title, Map<String, Set<String>> names) {
        StringBuilder text = new StringBuilder("\n## " + title + "\n\n| name | from |\n| --- | --- |\n");
        names.forEach((name, sources) -> text.append("| `")
                .append(name.replace("|", "\\|"))
                .append("` | ")
                .append(String.join(", ", sources))
                .append(" |\n"));
        return text.toString();
    }
}
