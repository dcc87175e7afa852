package io.weir.sqltests.oracle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import io.weir.sqltests.script.RunMode;
import io.weir.sqltests.script.ScriptSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlInsert;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Every Nexmark query as the benchmark has it, over the same events as DuckDB's answer in
 * {@code src/test/resources/nexmark}. There, {@code -- columns 0 1 5} says which columns of the result have one right
 * value: where rows tie, a query may choose. {@code -Dweir.nexmark.events=1000000} for more events,
 * {@code -Dweir.nexmark.query=q5,q6} for some of the queries; the result of q23 grows with the square of the events.
 */
class NexmarkTest {
    private static final long EVENTS = Long.getLong("weir.nexmark.events", 20_000);
    private static final Set<String> WANTED =
            Set.of(System.getProperty("weir.nexmark.query", "").split(","));
    private static final Path QUERIES = Path.of("../benchmarks/src/main/resources/nexmark");
    private static final Path ANSWERS = Path.of("src/test/resources/nexmark");
    private static final List<String> TABLES = List.of("person", "auction", "bid");
    private static final int SIDE_INPUT_ROWS = 10_000;
    private static final int COUNT = 24;

    private static final Map<String, String> REPORT = new TreeMap<>();
    private static Connection duck;
    private static Path sideInput;

    @BeforeAll
    static void loadDuck() throws IOException, SQLException {
        sideInput = Files.createTempFile("side-input", ".csv");
        Files.write(
                sideInput,
                IntStream.range(0, SIDE_INPUT_ROWS)
                        .mapToObj(key -> key + ",value" + key)
                        .toList());
        duck = DriverManager.getConnection("jdbc:duckdb:");
        execute("CREATE TABLE side_input AS SELECT column0 AS key, column1 AS value FROM read_csv('" + sideInput
                + "', header = false)");
        execute("CREATE TABLE person (id BIGINT, name VARCHAR, emailAddress VARCHAR, creditCard VARCHAR, city VARCHAR,"
                + " state VARCHAR, dateTime TIMESTAMP, extra VARCHAR)");
        execute("CREATE TABLE auction (id BIGINT, itemName VARCHAR, description VARCHAR, initialBid BIGINT,"
                + " reserve BIGINT, dateTime TIMESTAMP, expires TIMESTAMP, seller BIGINT, category BIGINT,"
                + " extra VARCHAR)");
        execute("CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR,"
                + " dateTime TIMESTAMP, extra VARCHAR)");
        try (ScriptSession session = new ScriptSession(RunMode.STRAIGHT, 1)) {
            createTables(session);
            for (String table : TABLES) {
                session.watch(table);
                append(table, session.rows(table));
            }
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void append(String table, Map<List<@Nullable Object>, Long> rows) throws SQLException {
        List<Integer> times =
                table.equals("person") ? List.of(6) : table.equals("auction") ? List.of(5, 6) : List.of(5);
        try (DuckDBAppender appender = duck.unwrap(DuckDBConnection.class).createAppender("main", table)) {
            for (Map.Entry<List<@Nullable Object>, Long> row : rows.entrySet()) {
                for (long copy = 0; copy < row.getValue(); copy++) {
                    appender.beginRow();
                    for (int i = 0; i < row.getKey().size(); i++) {
                        append(appender, requireNonNull(row.getKey().get(i)), times.contains(i));
                    }
                    appender.endRow();
                }
            }
        }
    }

    private static void append(DuckDBAppender appender, Object value, boolean isTime) throws SQLException {
        if (isTime) {
            long micros = (Long) value;
            appender.append(
                    LocalDateTime.ofEpochSecond(micros / 1_000_000, (int) (micros % 1_000_000) * 1000, ZoneOffset.UTC));
        } else if (value instanceof Long number) {
            appender.append(number);
        } else {
            appender.append((String) value);
        }
    }

    @AfterAll
    static void report() throws IOException, SQLException {
        System.out.println("Nexmark, " + EVENTS + " events");
        REPORT.values().forEach(System.out::println);
        duck.close();
        Files.delete(sideInput);
    }

    @TestFactory
    @Timeout(3600)
    Stream<DynamicTest> everyQueryGivesTheBatchAnswer() {
        return IntStream.range(0, COUNT)
                .mapToObj(number -> "q" + number)
                .filter(name -> WANTED.contains("") || WANTED.contains(name))
                .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
    }

    private static void check(String name) throws IOException, SQLException {
        String answer = Files.readString(ANSWERS.resolve(name + ".sql"));
        String key = String.format("%4s", name);
        REPORT.put(key, key + " failed");
        try (ScriptSession session = new ScriptSession(RunMode.STRAIGHT, 1)) {
            createTables(session);
            String sink = run(name, session);
            Map<String, Long> actual = chosen(session.rows(sink), columns(answer));
            Map<String, Long> expected = expected(answer);
            long count = actual.values().stream().mapToLong(Long::longValue).sum();
            assertThat(difference(actual, expected)).describedAs(name).isEmpty();
            REPORT.put(key, key + " equal, " + count + " rows");
            System.out.println("Nexmark" + REPORT.get(key));
        }
    }

    private static void createTables(ScriptSession session) throws IOException {
        String source = "'connector' = 'nexmark', 'events.num' = '" + EVENTS + "'";
        execute(session, Files.readString(QUERIES.resolve("tables.sql")).replace("${SOURCE}", source));
    }

    /** @return the table that it is written to */
    private static String run(String name, ScriptSession session) throws IOException {
        String text = Files.readString(QUERIES.resolve(name + ".sql"))
                .replace("${SINK}", "'connector' = 'script'")
                .replace("${SIDE_INPUT}", sideInput.toString())
                .replaceAll(", 'hash-columns' = '[^']*'", ""); // an option of the benchmark's own sink
        execute(session, text);
        session.settle();
        return "nexmark_" + name;
    }

    private static void execute(ScriptSession session, String text) {
        for (ParsedStatement statement : new StatementParser().parseScript(text)) {
            if (statement.node() instanceof SqlInsert insert) {
                assertThat(insert.getTargetTable().toString()).startsWith("nexmark_");
            }
            session.execute(statement.sql());
        }
    }

    /** Empty: all. */
    private static List<Integer> columns(String answer) {
        String first = answer.lines().findFirst().orElse("");
        return first.startsWith("-- columns ")
                ? Stream.of(first.substring("-- columns ".length()).split(" "))
                        .map(Integer::valueOf)
                        .toList()
                : List.of();
    }

    private static Map<String, Long> chosen(Map<List<@Nullable Object>, Long> rows, List<Integer> columns) {
        Map<String, Long> texts = new HashMap<>();
        rows.forEach((row, count) -> {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                if (columns.isEmpty() || columns.contains(i)) {
                    values.add(Duck.text(row.get(i)));
                }
            }
            texts.merge(String.join(" | ", values), count, Long::sum);
        });
        return texts;
    }

    private static Map<String, Long> expected(String sql) throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        try (Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(Duck.text(result.getObject(i)));
                }
                rows.merge(String.join(" | ", values), 1L, Long::sum);
            }
        }
        return rows;
    }

    /** The first rows that one side has and the other has not. */
    private static List<String> difference(Map<String, Long> actual, Map<String, Long> expected) {
        Map<String, Long> difference = new TreeMap<>(actual);
        expected.forEach((row, count) -> difference.merge(row, -count, Long::sum));
        difference.values().removeIf(count -> count == 0);
        return difference.entrySet().stream()
                .limit(10)
                .map(row -> (row.getValue() > 0 ? "too many: " : "missing: ") + row.getKey())
                .toList();
    }
}
