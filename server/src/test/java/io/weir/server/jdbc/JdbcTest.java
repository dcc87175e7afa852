package io.weir.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.server.TestServer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weir's driver, and Avatica's in both forms of the protocol, against a real server. */
@Timeout(60)
class JdbcTest {
    private static TestServer server;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws SQLException {
        server = new TestServer(folder);
        server.execute(
                "CREATE TABLE silent (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1', 'fields.a.kind' = 'random')",
                "CREATE TABLE fast (a INT) WITH ('connector' = 'datagen')",
                "CREATE TABLE keyed (id BIGINT, name VARCHAR, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'blackhole')",
                "CREATE VIEW v AS SELECT a + 0 AS b FROM silent");
    }

    @AfterAll
    static void stop() throws SQLException {
        server.close();
    }

    private static Connection connect(String driver) throws SQLException {
        if (driver.equals("weir")) {
            return DriverManager.getConnection(server.url());
        }
        String http = server.url().replace("jdbc:weir:", "http:");
        return new org.apache.calcite.avatica.remote.Driver()
                .connect("jdbc:avatica:remote:url=" + http + ";serialization=" + driver, new Properties());
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir", "JSON", "PROTOBUF"})
    void valuesOfAllTypesArrive(String driver) throws SQLException {
        String sql =
                "SELECT TRUE AS b, CAST(7 AS TINYINT) AS t, CAST(300 AS SMALLINT) AS s, -5 AS i, 9007199254740993 AS l, "
                        + "CAST(1.5 AS REAL) AS r, 2.5e0 AS d, CAST(12345678901234567890.10 AS DECIMAL(38, 2)) AS n, "
                        + "'gr\u00fc\u00df' AS v, x'0102ff' AS x, DATE '2026-11-22' AS day_, TIMESTAMP '2026-11-22 07:30:15.123' AS ts, "
                        + "CAST(NULL AS INTEGER) AS nothing";
        try (Connection connection = connect(driver);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBoolean("b")).isTrue();
            assertThat(rows.getByte("t")).isEqualTo((byte) 7);
            assertThat(rows.getShort("s")).isEqualTo((short) 300);
            assertThat(rows.getInt("i")).isEqualTo(-5);
            assertThat(rows.getLong("l")).isEqualTo(9007199254740993L);
            assertThat(rows.getFloat("r")).isEqualTo(1.5f);
            assertThat(rows.getDouble("d")).isEqualTo(2.5);
            assertThat(rows.getBigDecimal("n")).isEqualByComparingTo("12345678901234567890.10");
            assertThat(rows.getString("v")).isEqualTo("gr\u00fc\u00df");
            assertThat(rows.getBytes("x")).containsExactly(1, 2, 255);
            assertThat(rows.getDate("day_").toString()).isEqualTo("2026-11-22");
            assertThat(rows.getString("ts")).startsWith("2026-11-22 07:30:15.123");
            assertThat(rows.getObject("nothing")).isNull();
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void microsecondsArriveWithWeirsDriver() throws SQLException {
        try (Connection connection = connect("weir");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT TIMESTAMP '2026-11-22 07:30:15.123456' AS ts, TIME '07:30:15.123456' AS t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject("ts", LocalDateTime.class)).isEqualTo("2026-11-22T07:30:15.123456");
            assertThat(rows.getObject("t", LocalTime.class)).isEqualTo("07:30:15.123456");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir", "JSON", "PROTOBUF"})
    void parametersAreBound(String driver) throws SQLException {
        try (Connection connection = connect(driver);
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT CAST(? AS BIGINT) + 1, CAST(? AS VARCHAR), CAST(? AS DECIMAL(10, 2)), CAST(? AS DATE)")) {
            for (int i = 0; i < 2; i++) {
                statement.setLong(1, 41 + i);
                statement.setString(2, "x" + i);
                statement.setBigDecimal(3, new BigDecimal("1.25"));
                statement.setDate(4, java.sql.Date.valueOf(LocalDate.of(2026, 11, 22)));
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).isEqualTo(42 + i);
                    assertThat(rows.getString(2)).isEqualTo("x" + i);
                    assertThat(rows.getBigDecimal(3)).isEqualByComparingTo("1.25");
                    assertThat(rows.getDate(4).toString()).isEqualTo("2026-11-22");
                }
            }
        }
    }

    @Test
    void rowsAndWhatElseHoldsOthersAreRead() throws SQLException {
        try (Connection connection = connect("weir");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ROW(7, DATE '2026-11-22') AS r, ARRAY[1, 2] AS a")) {
            assertThat(rows.next()).isTrue();
            assertThat(((Struct) rows.getObject("r")).getAttributes())
                    .containsExactly(7, java.sql.Date.valueOf("2026-11-22"));
            assertThat(rows.getObject("r", List.class)).hasSize(2);
            assertThat(rows.getObject("a", List.class)).isEqualTo(List.of(1, 2));
        }
    }

    @Test
    void whatHoldsOthersIsRefusedAsAParameterInWords() throws SQLException {
        try (Connection connection = connect("weir");
                PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS BIGINT ARRAY)")) {
            statement.setObject(1, List.of(1L, 2L));
            assertThatThrownBy(statement::executeQuery).hasMessageContaining("a parameter cannot be an ARRAY");
        }
    }

    @Test
    void aParameterThatDoesNotFitIsNamed() throws SQLException {
        try (Connection connection = connect("weir");
                PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS BIGINT) + ?")) {
            statement.setLong(1, 1);
            statement.setString(2, "two");
            assertThatThrownBy(statement::executeQuery)
                    .hasMessageContaining("parameter 2 wants a value of type BIGINT, found 'two'");
        }
    }

    @Test
    void statementsThatShowCanBePrepared() throws SQLException {
        try (Connection connection = connect("weir");
                PreparedStatement statement = connection.prepareStatement("SHOW TABLES LIKE 'key%'");
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("name")).isEqualTo("keyed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir", "JSON", "PROTOBUF"})
    void errorsHaveStatePositionAndHint(String driver) throws SQLException {
        try (Connection connection = connect(driver);
                Statement statement = connection.createStatement()) {
            SQLException error = catchThrowableOfType(
                    SQLException.class, () -> statement.executeQuery("SELECT a,\n  b FROM silentt"));
            assertThat(error.getMessage()).contains("2:10: table or view \"silentt\" does not exist");
            assertThat(error.getMessage()).contains("Did you mean \"silent\"?");
            assertThat(error.getSQLState()).isEqualTo("42P01");
            assertThat(error.getErrorCode()).isEqualTo(1011);
            StringBuilder all = new StringBuilder();
            for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                all.append(cause);
            }
            assertThat(all).doesNotContain("io.weir.server").doesNotContain(".java:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir", "JSON", "PROTOBUF"})
    void aStreamIsReadAndLeft(String driver) throws SQLException {
        try (Connection connection = connect(driver);
                Statement statement = connection.createStatement()) {
            statement.setFetchSize(100);
            try (ResultSet rows = statement.executeQuery("SELECT STREAM a FROM fast")) {
                for (int i = 0; i < 5_000; i++) {
                    assertThat(rows.next()).isTrue();
                }
            }
        }
        awaitNoQueries("fast");
    }

    private static void awaitNoQueries(String table) throws SQLException {
        server.await(
                "SELECT id FROM sys.queries WHERE statement LIKE '%FROM " + table
                        + "%' AND statement NOT LIKE '%sys.queries%'",
                rows -> rows.isEmpty());
    }

    @Test
    void aSilentStreamIsCancelledWithinASecond() throws Exception {
        try (Connection connection = connect("weir");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT STREAM a FROM silent WHERE a IS NULL")) {
            CompletableFuture<Long> cancelled = CompletableFuture.supplyAsync(() -> {
                try {
                    awaitReader();
                    statement.cancel();
                    return System.nanoTime();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            SQLException error = catchThrowableOfType(SQLException.class, rows::next);
            long end = System.nanoTime();
            assertThat(error.getSQLState()).isEqualTo("57014");
            assertThat(end - cancelled.get()).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
        awaitNoQueries("silent");
    }

    /** Returns when a fetch waits in this process for the first row of a result. */
    private static void awaitReader() {
        while (Thread.getAllStackTraces().entrySet().stream()
                .noneMatch(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING
                        && Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getClassName().equals("io.weir.server.query.ResultQueue")))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aQueryTimeoutEndsTheQuery() throws SQLException {
        try (Connection connection = connect("weir");
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            try (ResultSet rows = statement.executeQuery("SELECT STREAM a FROM silent WHERE a IS NULL")) {
                assertThatThrownBy(rows::next).isInstanceOf(SQLTimeoutException.class);
            }
        }
        awaitNoQueries("silent");
    }

    @Test
    void theLimitOfRowsEndsAStream() throws SQLException {
        try (Connection connection = connect("weir");
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(7);
            try (ResultSet rows = statement.executeQuery("SELECT STREAM a FROM fast")) {
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                assertThat(count).isEqualTo(7);
            }
        }
        awaitNoQueries("fast");
    }

    @Test
    void aQueryIsKilledByItsOwner() throws SQLException {
        try (Connection connection = connect("weir");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT STREAM a + 5 AS a FROM silent WHERE a IS NULL")) {
            List<String> ids = server.rows(
                    "SELECT id FROM sys.queries WHERE statement LIKE '%a + 5%' AND statement NOT LIKE '%sys.queries%'");
            assertThat(ids).hasSize(1);
            server.execute("KILL QUERY '" + ids.get(0) + "'");
            SQLException error = catchThrowableOfType(SQLException.class, rows::next);
            assertThat(error.getSQLState()).isEqualTo("57014");
        }
        assertThatThrownBy(() -> server.execute("KILL QUERY 'nonsense'"))
                .hasMessageContaining("query 'nonsense' does not run");
    }

    @Test
    void anEndlessQueryWithoutStreamIsRefused() {
        assertThatThrownBy(() -> server.rows("SELECT * FROM fast")).hasMessageContaining("STREAM");
        assertThatThrownBy(() -> server.execute("INSERT INTO keyed SELECT a, 'x' FROM fast"))
                .hasMessageContaining("CREATE JOB");
    }

    @Test
    void anInsertCountsItsRows() throws SQLException {
        try (Statement statement = server.connection().createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO keyed VALUES (1, 'a'), (2, 'b'), (3, 'c')"))
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir", "JSON", "PROTOBUF"})
    void metadataIsComplete(String driver) throws SQLException {
        try (Connection connection = connect(driver)) {
            DatabaseMetaData metadata = connection.getMetaData();
            assertThat(texts(metadata.getSchemas(), 1)).containsExactly("information_schema", "public", "sys");
            assertThat(texts(metadata.getTables(null, "public", "%", null), 3))
                    .containsExactly("fast", "keyed", "silent", "v");
            assertThat(texts(metadata.getTables(null, "sys", "job%", new String[] {"SYSTEM TABLE"}), 3))
                    .containsExactly("job_failures", "jobs");
            assertThat(texts(metadata.getColumns(null, "public", "keyed", "%"), 4))
                    .containsExactly("id", "name");
            assertThat(texts(metadata.getTypeInfo(), 1)).contains("BIGINT", "VARCHAR", "TIMESTAMP");
        }
    }

    @Test
    void columnsAreDescribedAsToolsWriteThemBack() throws SQLException {
        server.execute(
                "CREATE TABLE described (d DECIMAL(10, 2), s VARCHAR(20), u VARCHAR, ts TIMESTAMP(3), a INT ARRAY)"
                        + " WITH ('connector' = 'blackhole')");
        List<String> described = new ArrayList<>();
        try (ResultSet columns = server.connection().getMetaData().getColumns(null, null, "described", null)) {
            while (columns.next()) {
                described.add(columns.getString("COLUMN_NAME") + " " + columns.getString("TYPE_NAME") + " "
                        + columns.getInt("COLUMN_SIZE") + " " + columns.getString("DECIMAL_DIGITS"));
            }
        } finally {
            server.execute("DROP TABLE described");
        }
        assertThat(described)
                .containsExactly(
                        "d DECIMAL 10 2",
                        "s VARCHAR 20 null",
                        "u VARCHAR 2147483647 null",
                        "ts TIMESTAMP 23 3",
                        "a INTEGER ARRAY 0 null");
    }

    @Test
    void keysAndFunctionsAreFound() throws SQLException {
        DatabaseMetaData metadata = server.connection().getMetaData();
        assertThat(texts(metadata.getPrimaryKeys(null, "public", "keyed"), 4)).containsExactly("id");
        assertThat(texts(metadata.getFunctions(null, null, "UPPER"), 3)).containsExactly("UPPER");
        assertThat(metadata.getDatabaseProductVersion()).startsWith("0.");
    }

    private static List<String> texts(ResultSet rows, int column) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                texts.add(rows.getString(column));
            }
        }
        return texts;
    }

    @Test
    void connectionPropertiesAreAnAllowList() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("parallelism.default", "3");
        try (Connection connection = DriverManager.getConnection(server.url(), properties);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SET")) {
            boolean found = false;
            while (rows.next()) {
                found |= rows.getString("key").equals("parallelism")
                        && rows.getString("value").equals("3");
            }
            assertThat(found).isTrue();
        }
        assertThatThrownBy(() -> DriverManager.getConnection(server.url() + ";execution.checkpointing.intervals=5s"))
                .hasMessageContaining("Did you mean 'execution.checkpointing.interval'?");
    }

    @Test
    void aThousandStatementsLeaveNothing() throws SQLException {
        try (Connection connection = connect("weir")) {
            for (int i = 0; i < 300; i++) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SHOW TABLES")) {
                    assertThat(rows.next()).isTrue();
                }
            }
            assertThat(server.rows("SELECT MAX(statements) FROM sys.sessions"))
                    .singleElement()
                    .satisfies(most -> assertThat(Integer.parseInt(most)).isLessThan(20));
        }
    }
}
