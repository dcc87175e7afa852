package io.weir.sqltests.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.data.RowKind;
import io.weir.spi.error.WeirException;
import io.weir.sqltests.script.RunMode;
import io.weir.sqltests.script.ScriptSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** FOR SYSTEM_TIME AS OF processing time, in every mode in which scripts run. */
class LookupJoinsTest {
    private static final String ORDERS =
            "CREATE TABLE orders (id INTEGER, customer INTEGER, p AS PROCTIME()) WITH ('connector' = 'script')";

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> rowsOfADatabaseAreFoundByKey() {
        return RunMode.ALL.stream().map(mode -> DynamicTest.dynamicTest(mode.name(), () -> findInDatabase(mode)));
    }

    private void findInDatabase(RunMode mode) throws SQLException {
        String url = "jdbc:duckdb:" + folder.resolve(mode.name() + ".db");
        // Held open: DuckDB allows one process, and shares a file between the connections of it.
        try (Connection duck = DriverManager.getConnection(url);
                ScriptSession session = new ScriptSession(mode, 1)) {
            execute(
                    duck,
                    "CREATE TABLE people (id BIGINT, name VARCHAR, born DATE, rating DECIMAL(5, 2), seen TIMESTAMP)");
            execute(
                    duck,
                    "INSERT INTO people VALUES (1, 'ann', '2000-01-02', 1.5, '2026-01-01 10:00:00.123456'),"
                            + " (2, 'bob', NULL, NULL, NULL), (2, 'bert', NULL, NULL, NULL)");
            session.execute(ORDERS);
            session.execute("CREATE TABLE customers (id BIGINT, name STRING, born DATE, rating DECIMAL(5, 2),"
                    + " seen TIMESTAMP(6)) WITH ('connector' = 'jdbc', 'url' = '" + url
                    + "', 'table-name' = 'people')");
            session.watch(
                    "inner",
                    "SELECT STREAM o.id, c.name, c.born, c.rating, c.seen FROM orders AS o JOIN customers"
                            + " FOR SYSTEM_TIME AS OF o.p AS c ON o.customer = c.id");
            session.watch(
                    "left",
                    "SELECT STREAM o.id, c.name FROM orders AS o LEFT JOIN customers FOR SYSTEM_TIME AS OF o.p AS c"
                            + " ON o.customer = c.id AND c.name LIKE 'b%'");
            feed(session, row(10, 1), row(11, 2), row(12, 3), row(13, null));
            feed(session, row(14, 1));

            String ann = "ann, 10958, 1.50, 1767261600123456";
            assertThat(texts(session, "inner"))
                    .containsExactlyInAnyOrder(
                            "10, " + ann, "11, bob, null, null, null", "11, bert, null, null, null", "14, " + ann);
            assertThat(texts(session, "left"))
                    .containsExactlyInAnyOrder("10, null", "11, bob", "11, bert", "12, null", "13, null", "14, null");
        }
    }

    @TestFactory
    Stream<DynamicTest> rowsOfFilesAreFoundByKey() {
        return RunMode.ALL.stream().map(mode -> DynamicTest.dynamicTest(mode.name(), () -> findInFile(mode)));
    }

    private void findInFile(RunMode mode) throws IOException {
        Path file = Files.writeString(folder.resolve(mode.name() + ".csv"), "1,ann\n2,bob\n2,bert\n");
        try (ScriptSession session = new ScriptSession(mode, 1)) {
            session.execute(ORDERS);
            session.execute("CREATE TABLE customers (id INTEGER, name STRING) WITH ('connector' = 'filesystem',"
                    + " 'format' = 'csv', 'path' = '" + file + "')");
            session.watch(
                    "found",
                    "SELECT STREAM o.id, c.name FROM orders AS o JOIN customers FOR SYSTEM_TIME AS OF PROCTIME() AS c"
                            + " ON MOD(o.customer, 10) = c.id WHERE c.name <> 'bert'");
            feed(session, row(10, 11), row(11, 22), row(12, 3), row(13, null));
            assertThat(texts(session, "found")).containsExactlyInAnyOrder("10, ann", "11, bob");
        }
    }

    @Test
    void columnsThatNobodyReadsDoNotComeAlong() throws IOException {
        Path file = Files.writeString(folder.resolve("narrow.csv"), "1,ann\n");
        try (ScriptSession session = new ScriptSession(RunMode.STRAIGHT, 1)) {
            session.execute("CREATE TABLE wide (id INTEGER, note STRING, customer INTEGER, more STRING)"
                    + " WITH ('connector' = 'script')");
            session.execute("CREATE TABLE customers (id INTEGER, name STRING) WITH ('connector' = 'filesystem',"
                    + " 'format' = 'csv', 'path' = '" + file + "')");
            String plan = session.explain("PLAN FOR SELECT STREAM w.id, c.name"
                    + " FROM (SELECT *, PROCTIME() AS p FROM wide) AS w JOIN customers FOR SYSTEM_TIME AS OF w.p AS c"
                    + " ON w.customer = c.id");
            assertThat(plan).contains("Source(table=[wide], columns=[id, customer])");
        }
    }

    @Test
    void whatWasFoundIsRememberedForItsTime() throws SQLException {
        String url = "jdbc:duckdb:" + folder.resolve("cache.db");
        try (Connection duck = DriverManager.getConnection(url);
                ScriptSession session = new ScriptSession(RunMode.STRAIGHT, 1)) {
            execute(duck, "CREATE TABLE people (id INTEGER, name VARCHAR)");
            execute(duck, "INSERT INTO people VALUES (1, 'ann')");
            session.execute(ORDERS);
            session.execute("CREATE TABLE customers (id INTEGER, name STRING) WITH ('connector' = 'jdbc', 'url' = '"
                    + url + "', 'table-name' = 'people', 'lookup.partial-cache.expire-after-write' = '10 s')");
            session.watch(
                    "found",
                    "SELECT STREAM o.id, c.name FROM orders AS o JOIN customers FOR SYSTEM_TIME AS OF o.p AS c"
                            + " ON o.customer = c.id");
            feed(session, row(1, 1));
            execute(duck, "UPDATE people SET name = 'anne'");
            feed(session, row(2, 1));
            session.advanceClock(10_000);
            feed(session, row(3, 1));
            assertThat(texts(session, "found")).containsExactlyInAnyOrder("1, ann", "2, ann", "3, anne");
        }
    }

    @Test
    void aDatabaseThatIsNotThereFailsTheJobWithItsName() {
        try (ScriptSession session = new ScriptSession(RunMode.STRAIGHT, 1)) {
            session.execute(ORDERS);
            session.execute("CREATE TABLE customers (id INTEGER, name STRING) WITH ('connector' = 'jdbc', 'url' ="
                    + " 'jdbc:nothing:there', 'table-name' = 'people')");
            session.watch(
                    "found",
                    "SELECT STREAM o.id, c.name FROM orders AS o JOIN customers FOR SYSTEM_TIME AS OF o.p AS c"
                            + " ON o.customer = c.id");
            feed(session, row(1, 1));
            assertThat(session.failure("found"))
                    .isInstanceOf(WeirException.class)
                    .hasMessageContaining("rows of table \"customers\" could not be looked up");
        }
    }

    @Test
    void aTableIsCheckedBeforeTheJob() throws SQLException {
        String url = "jdbc:duckdb:" + folder.resolve("check.db");
        try (Connection duck = DriverManager.getConnection(url)) {
            execute(duck, "CREATE TABLE people (id INTEGER, name VARCHAR, born DATE)");
            check(url, "people", "id BIGINT, name STRING, born DATE");
            // Anything can be read as text.
            check(url, "main.people", "id INTEGER, born STRING");
            assertRefused(
                    url,
                    "persons",
                    "id BIGINT",
                    "58000",
                    "table \"persons\" in the database, which table \"customers\" stands for, cannot be read: ");
            assertRefused(
                    url,
                    "people",
                    "id BIGINT, nam STRING",
                    "42703",
                    "table \"people\" in the database has no column \"nam\", which table \"customers\" declares",
                    "The columns there are \"id\", \"name\", \"born\".",
                    "Did you mean \"name\"?");
            assertRefused(
                    url,
                    "people",
                    "id BIGINT, born TIMESTAMP(3)",
                    "42804",
                    "column \"born\" of table \"customers\" is TIMESTAMP(3), and that of table \"people\" in the database is DATE");
            assertRefused(url, "people", "id STRING", "42804", "column \"id\" of table \"customers\" is VARCHAR");
        }
        assertRefused(
                "jdbc:nothing:there",
                "people",
                "id BIGINT",
                "08001",
                "the database of table \"customers\" cannot be reached: ");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsGivenUp() throws SQLException {
        SilentDriver driver = new SilentDriver();
        DriverManager.registerDriver(driver);
        try {
            assertRefused(
                    "jdbc:silent:",
                    "people",
                    "id BIGINT",
                    "08001",
                    "the database of table \"customers\" cannot be reached: no answer within 1 s");
        } finally {
            driver.answer();
            DriverManager.deregisterDriver(driver);
        }
    }

    private static void check(String url, String table, String columns) {
        try (ScriptSession session = new ScriptSession(RunMode.STRAIGHT, 1)) {
            session.execute(ORDERS);
            session.execute("CREATE TABLE found (id INTEGER) WITH ('connector' = 'script')");
            session.execute("CREATE TABLE customers (" + columns + ") WITH ('connector' = 'jdbc', 'url' = '" + url
                    + "', 'table-name' = '" + table + "', 'lookup.timeout' = '1 s')");
            session.lookups("INSERT INTO found SELECT o.id FROM orders AS o JOIN customers"
                            + " FOR SYSTEM_TIME AS OF o.p AS c ON CAST(o.customer AS "
                            + (columns.startsWith("id STRING") ? "STRING" : "BIGINT") + ") = c.id")
                    .forEach(lookup -> lookup.lookup().validate(lookup.keyColumns()));
        }
    }

    private static void assertRefused(
            String url, String table, String columns, String state, String message, String... more) {
        assertThatThrownBy(() -> check(url, table, columns))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.sqlState()).startsWith(state))
                .hasMessageContaining(message)
                .satisfies(e -> Stream.of(more).forEach(text -> assertThat(e).hasMessageContaining(text)));
    }

    @Test
    void whatCannotBeLookedUpIsRefused() {
        try (ScriptSession session = new ScriptSession(RunMode.STRAIGHT, 1)) {
            session.execute(ORDERS);
            session.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, name STRING)");
            session.execute("CREATE TABLE customers (id INTEGER, name STRING) WITH ('connector' = 'jdbc', 'url' ="
                    + " 'jdbc:nothing:there', 'table-name' = 'people')");
            assertThatThrownBy(
                            () -> session.execute(
                                    "SELECT STREAM o.id FROM orders AS o JOIN kept FOR SYSTEM_TIME AS OF o.p AS c ON o.customer = c.id"))
                    .hasMessageContaining(
                            "FOR SYSTEM_TIME AS OF processing time wants a table that can be looked up, and table \"kept\" cannot");
            assertThatThrownBy(
                            () -> session.execute(
                                    "SELECT STREAM o.id FROM orders AS o JOIN customers FOR SYSTEM_TIME AS OF o.p AS c ON o.customer > c.id"))
                    .hasMessageContaining("a look-up join needs a column of table \"customers\" that equals");
            assertThatThrownBy(() -> session.execute(
                            "SELECT STREAM o.n FROM (SELECT customer, COUNT(*) AS n, PROCTIME() AS p FROM orders GROUP BY customer) AS o"
                                    + " JOIN customers FOR SYSTEM_TIME AS OF o.p AS c ON o.customer = c.id"))
                    .hasMessageContaining("the left side of a look-up join must not change");
            assertThatThrownBy(() -> session.execute("SELECT STREAM * FROM customers"))
                    .hasMessageContaining("table \"customers\" cannot be read");
        }
    }

    private static void execute(Connection duck, String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    @SafeVarargs
    private static void feed(ScriptSession session, List<@Nullable Object>... rows) {
        for (List<@Nullable Object> row : rows) {
            session.feed("orders", RowKind.INSERT, row);
        }
        session.table("orders").mark();
        session.settle();
    }

    private static List<String> texts(ScriptSession session, String name) {
        Map<List<@Nullable Object>, Long> rows = session.rows(name);
        List<String> texts = new ArrayList<>();
        rows.forEach((row, count) -> {
            assertThat(count).isEqualTo(1L);
            texts.add(String.join(", ", row.stream().map(Objects::toString).toList()));
        });
        return texts;
    }
}
