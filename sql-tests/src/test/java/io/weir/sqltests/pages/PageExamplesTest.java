package io.weir.sqltests.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.ServerConfig;
import io.weir.server.WeirServer;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pastes the SQL of the pages that the README leads to, page after page and in the order of each page, into one server
 * over JDBC: what stands there works, and no page takes a name that an earlier one has taken. The page of wrong
 * statements has a test of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class PageExamplesTest {
    private static final List<String> PAGES = List.of(
            "README.md",
            "docs/sql/statements.md",
            "docs/sql/queries.md",
            "docs/sql/jobs.md",
            "docs/sql/tables.md",
            "docs/connectors.md",
            "docs/operating/security.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)\n```sql\n(.*?)\n```\n");
    private static final Pattern STREAM = Pattern.compile("(?i)SELECT\\s+STREAM\\b");
    /** In the README; the files of the test go elsewhere. */
    private static final String README_FILES = "/tmp/weir-channel-bids";

    private static final int STREAM_SECONDS = 1;
    private static final int FAILURE_SECONDS = 60;
    private static final int MOST_ROWS = 100;

    /** What names something that is not there when it is pasted: how it begins, and the SQLSTATE that it ends in. */
    private static final Map<String, String> MISSING = Map.of(
            "ALTER JOB count_bids RESTORE FROM CHECKPOINT 17", "42704",
            "EXPLAIN CHECKPOINT", "42704",
            "KILL QUERY", "42704",
            "CREATE JOB elsewhere FROM SAVEPOINT 'hdfs:", "58030",
            "CREATE JOB count_departures", "08001",
            "SELECT STREAM o.*, c.name", "08001",
            "DROP SAVEPOINT before_upgrade", "55006");

    private WeirServer server;
    private Connection connection;
    private Path files;

    @BeforeAll
    void start(@TempDir Path folder) throws SQLException {
        server = WeirServer.start(ServerConfig.of(folder.resolve("data")).with("server.port", "0"));
        connection = DriverManager.getConnection(server.url());
        files = folder.resolve("files");
    }

    @AfterAll
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> statementsOfThePagesWorkInTheirOrder() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String page : PAGES) {
            List<ParsedStatement> statements = statements(Files.readString(Path.of("..", page)));
            assertThat(statements).as(page).isNotEmpty();
            for (ParsedStatement statement : statements) {
                String sql = statement.sql();
                String title = page + ": " + sql.lines().findFirst().orElseThrow();
                tests.add(DynamicTest.dynamicTest(
                        title, () -> assertThat(answer(sql)).as(sql).isEqualTo(expected(sql))));
            }
        }
        return tests.stream();
    }

    private List<ParsedStatement> statements(String page) {
        StatementParser parser = new StatementParser();
        return EXAMPLE.matcher(page.replace(README_FILES, files.toString()))
                .results()
                .flatMap(example -> parser.parseScript(example.group(1)).stream())
                .toList();
    }

    private static String expected(String sql) {
        return MISSING.entrySet().stream()
                .filter(missing -> sql.startsWith(missing.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("good");
    }

    /** SQLSTATE, or what is good. */
    private String answer(String sql) {
        boolean isStream = STREAM.matcher(sql).find();
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(MOST_ROWS);
            if (isStream) {
                statement.setQueryTimeout(expected(sql).equals("good") ? STREAM_SECONDS : FAILURE_SECONDS);
            }
            if (statement.execute(sql)) {
                read(statement, isStream);
            }
            awaitStartedJobs();
            return "good";
        } catch (SQLException e) {
            return expected(sql).equals(e.getSQLState()) ? e.getSQLState() : e.getSQLState() + " " + e.getMessage();
        }
    }

    private static void read(Statement statement, boolean isStream) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                rows.getObject(1);
            }
        } catch (SQLTimeoutException e) {
            if (!isStream) {
                throw e;
            }
        }
    }

    /** What is pasted by hand comes later than the job's start. */
    private void awaitStartedJobs() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet rows = statement.executeQuery("SELECT name FROM sys.jobs WHERE state = 'STARTING'")) {
                    if (!rows.next()) {
                        return;
                    }
                }
            }
        }
    }
}
