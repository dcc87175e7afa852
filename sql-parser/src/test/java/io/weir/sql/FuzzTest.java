package io.weir.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.calcite.util.Litmus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text at random: whatever it is, it is read or refused with a {@link WeirException}, in bounded time; and what is read
 * prints as something that reads back equal. The failing text and its seed are in the message. {@code -Dfuzz.texts=n}
 * makes it longer.
 */
class FuzzTest {
    private static final int TEXTS_PER_SEED = Integer.getInteger("fuzz.texts", 1_000);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final String[] PIECES = {
        "SELECT",
        "FROM",
        "WHERE",
        "GROUP BY",
        "ORDER BY",
        "HAVING",
        "t",
        "a",
        "b",
        "\"q\"",
        "`r`",
        "'s'",
        "1",
        "2.5",
        "1e3",
        "(",
        ")",
        ",",
        ".",
        ";",
        "=",
        "<",
        ">",
        "<>",
        "+",
        "-",
        "*",
        "/",
        "||",
        "::",
        "[",
        "]",
        "{",
        "}",
        "?",
        "AND",
        "OR",
        "NOT",
        "IN",
        "BETWEEN",
        "LIKE",
        "IS NULL",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "CAST",
        "AS",
        "INT",
        "VARCHAR",
        "ARRAY",
        "ARRAY<",
        "ROW",
        "ROW<",
        "MAP<",
        "INTERVAL",
        "'1' DAY",
        "DATE",
        "TIMESTAMP",
        "JOIN",
        "LEFT",
        "ON",
        "USING",
        "UNION",
        "UNION ALL",
        "EXCEPT",
        "INTERSECT",
        "VALUES",
        "WITH",
        "TABLE",
        "TABLE(",
        "TUMBLE(",
        "SESSION(",
        "PARTITION BY",
        "DESCRIPTOR(",
        "OVER",
        "ROWS",
        "CREATE",
        "DROP",
        "ALTER",
        "JOB",
        "VIEW",
        "MATERIALIZED",
        "IF NOT EXISTS",
        "IF EXISTS",
        "PRIMARY KEY",
        "NOT ENFORCED",
        "WATERMARK FOR",
        "METADATA",
        "COMMENT",
        "DEFAULT",
        "BEGIN",
        "INSERT INTO",
        "UPDATE",
        "SET",
        "RESET",
        "DELETE FROM",
        "MERGE INTO",
        "STOP",
        "SAVEPOINT",
        "CHECKPOINT",
        "RESTORE FROM",
        "SHOW",
        "EXPLAIN",
        "DESCRIBE",
        "KILL QUERY",
        "STREAM",
        "DISTINCT",
        "LIMIT",
        "OFFSET",
        "FETCH",
        "=>",
        "->",
        ":",
        "/*+",
        "*/",
        "--x\n",
        "/*x*/",
        "\n",
        "\t",
        "'",
        "\"",
        "`",
        "\\",
        "#",
        "@",
        "$",
        "é",
        "漢",
        "\uD83D\uDE00",
        "\u00A0",
        "\uFEFF",
        "E'\\n'",
        "U&'\\0041'",
        "X'0a'",
        "N'x'",
        "_utf8'x'",
        "INTERVAL '1' YEAR TO MONTH",
        "MATCH_RECOGNIZE (",
        "PATTERN (",
        "DEFINE",
        "PIVOT (",
        "UNNEST(",
        "LATERAL",
        "FOR SYSTEM_TIME AS OF",
        "QUALIFY",
        "EXCLUDE",
        "REPLACE",
        "COUNT(*)",
        "TRIM(BOTH",
        "EXTRACT(",
        "JSON_VALUE(",
        "{fn",
        "GROUPING SETS",
        "\u0007",
        "\u0000",
        "!=",
        "!",
        "~",
        "^",
        "|",
        "&",
        "%",
        ".5",
        "5.",
        "99999999999999999999"
    };

    private final StatementParser parser = new StatementParser();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tokenSoup(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TEXTS_PER_SEED; i++) {
            StringBuilder soup = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
            for (int pieces = random.nextInt(30); pieces >= 0; pieces--) {
                soup.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(10) == 0 ? "" : " ");
            }
            check(soup.toString(), seed, i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void mutatedStatements(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> statements = statements();
        for (int i = 0; i < TEXTS_PER_SEED; i++) {
            StringBuilder text = new StringBuilder(statements.get(random.nextInt(statements.size())));
            for (int mutations = random.nextInt(4); mutations >= 0; mutations--) {
                mutate(text, random, statements);
            }
            check(text.toString(), seed, i);
        }
    }

    private static void mutate(StringBuilder text, Random random, List<String> statements) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(10));
        switch (random.nextInt(5)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, ' ' + PIECES[random.nextInt(PIECES.length)] + ' ');
            case 2 -> text.insert(at, text.substring(at, end));
            case 3 -> text.insert(at, (char) random.nextInt(0x250));
            default -> {
                String other = statements.get(random.nextInt(statements.size()));
                int start = random.nextInt(other.length());
                text.insert(at, other.substring(start, Math.min(other.length(), start + random.nextInt(40))));
            }
        }
    }

    private void check(String text, long seed, int index) {
        String context = "seed " + seed + ", text " + index + ":\n" + text;
        long start = System.nanoTime();
        try {
            parser.parseScript(text).forEach(statement -> checkRoundTrip(statement, context));
        } catch (WeirException e) {
            assertThat(e.primary()).as(context).isNotBlank().doesNotContain("Encountered", "cannot be read");
            assertThat(e.position()).as(context).isNotNull();
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            fail(context, e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(context).isLessThan(LONGEST);
    }

    private void checkRoundTrip(ParsedStatement statement, String context) {
        String printed = StatementPrinter.print(statement.node());
        if (printed.contains("'***'") || printed.contains("TABLESAMPLE")) {
            return; // a secret is masked; samples have no equality
        }
        try {
            ParsedStatement again = parser.parse(printed);
            assertThat(again.node().equalsDeep(statement.node(), Litmus.IGNORE))
                    .as("%s%nprinted: %s", context, printed)
                    .isTrue();
        } catch (WeirException e) {
            fail(context + "\nprinted: " + printed, e);
        }
    }

    /** The statements of the reference page. */
    private static List<String> statements() throws IOException {
        try (var resource = FuzzTest.class.getResourceAsStream("/statements.sql")) {
            String script = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return new ArrayList<>(new StatementParser()
                    .parseScript(script).stream().map(ParsedStatement::sql).toList());
        }
    }
}
