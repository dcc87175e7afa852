package io.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.weir.jdbc.wire.DriverVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections, statements, batches and errors. */
@Timeout(60)
class DriverTest {
    private TestServer server;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        server = new TestServer();
        connection = server.connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        server.close();
    }

    private static String sqlState(Throwable e) {
        return ((SQLException) e).getSQLState();
    }

    @Test
    void userPasswordAndSessionOptionsReachTheServer() throws SQLException {
        Properties info = new Properties();
        info.setProperty("user", "ann");
        info.setProperty("password", "s;e?cret");
        try (Connection other = DriverManager.getConnection(
                server.url() + "?execution.checkpointing.interval=10%20s&schema=s1;applicationName=test", info)) {
            String id = other.unwrap(WeirConnection.class).rpc().connectionId();
            assertThat(server.meta.connections.get(id))
                    .containsEntry("user", "ann")
                    .containsEntry("password", "s;e?cret")
                    .containsEntry("schema", "s1")
                    .containsEntry("execution.checkpointing.interval", "10 s")
                    .containsEntry("applicationName", "test")
                    .containsEntry("client", DriverVersion.PRODUCT);
            assertThat(other.getMetaData().getURL()).isEqualTo(server.url());
            assertThat(other.getMetaData().getUserName()).isEqualTo("ann");
        }
    }

    @Test
    void aRefusedUserIsAnAuthorizationError() {
        assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "ann", "wrong"))
                .isInstanceOf(java.sql.SQLInvalidAuthorizationSpecException.class)
                .hasMessage("user \"ann\" may not connect with this password");
    }

    @Test
    void noServerIsAConnectionError() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:weir://127.0.0.1:" + free))
                .hasMessage("cannot connect to 127.0.0.1:" + free + ": nothing listens there")
                .satisfies(e -> assertThat(sqlState(e)).isEqualTo("08001"));
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:weir://no-such-host.invalid:1"))
                .satisfies(e -> assertThat(sqlState(e)).isEqualTo("08001"));
    }

    @Test
    void anErrorKeepsStateCodeAndMessageAndNoTraceOfTheServer() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("fail"))
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessage("1:15: table \"clicks\" does not exist\nHint: Did you mean \"click\"?")
                    .satisfies(e -> {
                        assertThat(sqlState(e)).isEqualTo("42S02");
                        assertThat(((SQLException) e).getErrorCode()).isEqualTo(1234);
                        StringWriter trace = new StringWriter();
                        e.printStackTrace(new PrintWriter(trace));
                        assertThat(trace.toString()).doesNotContain("TestMeta").doesNotContain("jetty");
                    });
            assertThat(statement.executeUpdate("update 1")).isEqualTo(1);
            try (ResultSet result = statement.executeQuery("fail later")) {
                assertThat(result.next()).isTrue();
                assertThatThrownBy(result::next)
                        .satisfies(e -> assertThat(sqlState(e)).isEqualTo("42S02"));
            }
        }
        assertThatThrownBy(() -> connection.prepareStatement("fail"))
                .satisfies(e -> assertThat(sqlState(e)).isEqualTo("42S02"));
    }

    @Test
    void aResultIsReadFrameByFrame() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("rows 10000")) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(1)).isEqualTo(i);
                assertThat(result.getRow()).isEqualTo(i + 1);
            }
            assertThat(result.next()).isFalse();
        }
    }

    @Test
    void maxRowsEndsAResultEvenIfTheServerSendsMore() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(3);
            ResultSet result = statement.executeQuery("rows 10");
            int count = 0;
            while (result.next()) {
                count++;
            }
            assertThat(count).isEqualTo(3);
            assertThat(server.meta.statements).isEmpty(); // stopped at the server too
        }
    }

    @Test
    void executeTellsQueriesFromUpdates() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("rows 1")).isTrue();
            assertThat(statement.getResultSet()).isNotNull();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.execute("update 3")).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(3);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThatThrownBy(() -> statement.executeQuery("update 3")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.executeUpdate("rows 3")).isInstanceOf(SQLException.class);
            assertThat(statement.executeUpdate("update 2", Statement.RETURN_GENERATED_KEYS))
                    .isEqualTo(2);
            assertThat(statement.getGeneratedKeys().next()).isFalse();
        }
    }

    @Test
    void executingAgainClosesTheResultBefore() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet first = statement.executeQuery("stream");
            ResultSet second = statement.executeQuery("rows 1");
            assertThat(first.isClosed()).isTrue();
            assertThat(second.next()).isTrue();
            assertThat(server.meta.log).contains("close stream");
        }
    }

    @Test
    void closeOnCompletionClosesTheStatementWithItsResult() throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        statement.executeQuery("rows 1").close();
        assertThat(statement.isClosed()).isTrue();
        assertThat(server.meta.statements).isEmpty();
    }

    @Test
    void batchesBringTheirUpdateCounts() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("update 1");
            statement.addBatch("update 2");
            assertThat(statement.executeBatch()).containsExactly(1, 2);
            assertThat(statement.executeBatch()).isEmpty();
            statement.addBatch("fail");
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .satisfies(e -> assertThat(sqlState(e)).isEqualTo("42S02"));
        }
        try (PreparedStatement statement = connection.prepareStatement("update 1 ? ?")) {
            for (int i = 0; i < WeirStatement.BATCH_CHUNK + 1; i++) {
                statement.setInt(1, i);
                statement.setString(2, "x");
                statement.addBatch();
            }
            assertThat(statement.executeBatch())
                    .hasSize(WeirStatement.BATCH_CHUNK + 1)
                    .containsOnly(2);
            assertThat(server.meta.log).contains("batch of " + WeirStatement.BATCH_CHUNK, "batch of 1");
        }
    }

    @Test
    void aStatementTheServerForgotIsMadeAgainBecauseNothingHasHappened() throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("update 4")) {
            statement.executeUpdate("update 1");
            server.meta.statements.clear();
            assertThat(statement.executeUpdate("update 2")).isEqualTo(2);
            assertThat(prepared.executeUpdate()).isEqualTo(4);
        }
    }

    @Test
    void aConnectionTheServerForgotIsAConnectionError() throws SQLException {
        server.meta.connections.clear();
        assertThat(connection.isValid(1)).isFalse();
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("rows 1"))
                    .satisfies(e -> assertThat(sqlState(e)).isEqualTo("08003"));
        }
    }

    @Test
    void transactionsAreWhatTheyAre() throws SQLException {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        connection.setAutoCommit(false);
        assertThat(connection.getWarnings().getMessage()).contains("no transactions");
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("update 1");
            assertThatThrownBy(connection::rollback).hasMessageContaining("1 statements since the last commit");
            statement.executeUpdate("update 1");
            connection.commit();
            connection.rollback();
        }
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_NONE);
    }

    @Test
    void sessionSettingsAreKept() throws SQLException {
        connection.setSchema("other");
        assertThat(connection.getSchema()).isEqualTo("other");
        connection.setReadOnly(true);
        assertThat(connection.isReadOnly()).isTrue();
        connection.setClientInfo("ApplicationName", "dbeaver");
        assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("dbeaver");
        connection.setNetworkTimeout(Runnable::run, 5_000);
        assertThat(connection.getNetworkTimeout()).isEqualTo(5_000);
        assertThat(connection.isValid(5)).isTrue();
    }

    @Test
    void whatIsClosedSaysSo() throws SQLException {
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("rows 1");
        connection.close();
        connection.close();
        assertThat(statement.isClosed()).isTrue();
        assertThat(result.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        assertThatThrownBy(connection::createStatement)
                .satisfies(e -> assertThat(sqlState(e)).isEqualTo("08003"));
        assertThatThrownBy(result::next).isInstanceOf(SQLException.class);
    }

    @Test
    void aThousandStatementsLeaveNothingAtTheServer() throws SQLException {
        for (int i = 0; i < 1_000; i++) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(i % 2 == 0 ? "stream" : "rows 3000")) {
                assertThat(i % 2 == 0 || result.next()).isTrue();
            }
        }
        for (int i = 0; i < 50; i++) {
            try (PreparedStatement statement = connection.prepareStatement("stream")) {
                statement.executeQuery();
            }
            connection.getMetaData().getTables(null, null, "%", null).close();
        }
        assertThat(server.meta.statements).isEmpty();
        connection.close();
        assertThat(server.meta.connections).isEmpty();
    }

    @Test
    void aPoolUsesIt() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url());
        config.setUsername("ann");
        config.setAutoCommit(false);
        config.setSchema("s1");
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(5_000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            for (int i = 0; i < 10; i++) {
                try (Connection pooled = pool.getConnection();
                        Statement statement = pooled.createStatement()) {
                    assertThat(statement.executeUpdate("update 1")).isEqualTo(1);
                    pooled.commit();
                }
            }
        }
        assertThat(server.meta.log.stream().filter(line -> line.equals("open ann")))
                .hasSizeBetween(1, 2);
    }
}
