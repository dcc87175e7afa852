package io.weir.sqltests.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.ServerConfig;
import io.weir.server.WeirServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executes the wrong statements of docs/sql/errors.md over JDBC and compares what is said of each with the page.
 * {@code -Dweir.rewrite=true} writes what is said into the page, to be read in the diff.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class WrongStatementsTest {
    private static final int LEAST = 40;

    private WeirServer server;
    private Connection connection;

    @BeforeAll
    void makeWhatTheStatementsAreAbout(@TempDir Path folder) throws IOException, SQLException {
        server = WeirServer.start(ServerConfig.of(folder).with("server.port", "0"));
        connection = DriverManager.getConnection(server.url());
        try (Statement statement = connection.createStatement()) {
            for (String sql : ErrorPage.read().setUp()) {
                statement.execute(sql);
            }
        }
    }

    @AfterAll
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> whatIsSaidStandsOnThePage() throws IOException {
        return ErrorPage.read().cases().stream()
                .map(next -> DynamicTest.dynamicTest(
                        next.title(),
                        () -> assertThat(answer(next.statement()))
                                .describedAs(next.statement())
                                .isEqualTo(next.answer())));
    }

    @Test
    void everyAnswerNamesAStateAndDoesNotBlameTheServer() throws IOException {
        assertThat(ErrorPage.read().cases())
                .hasSizeGreaterThanOrEqualTo(LEAST)
                .allSatisfy(next ->
                        assertThat(next.answer()).matches("(?s)[0-9A-Z]{5} .*").doesNotStartWith("XX"));
    }

    @Test
    void thePageIsRewrittenIfWanted() throws IOException {
        if (Boolean.getBoolean("weir.rewrite")) {
            ErrorPage.read()
                    .write(next -> new ErrorPage.Case(next.title(), next.statement(), answer(next.statement())));
        }
    }

    /** SQLSTATE and message; for a query that fails on the way also if rows came before. */
    private String answer(String sql) {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        rows.getObject(1);
                    }
                }
            }
            return "no error";
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }
}
