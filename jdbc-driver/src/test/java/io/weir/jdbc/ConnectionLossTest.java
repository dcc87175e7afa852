package io.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that breaks after the server has got the request, and before the answer is back. */
@Timeout(30)
class ConnectionLossTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<String> lost = new AtomicReference<>("");
    private TestServer server;
    private HttpServer between;
    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer();
        between = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        between.setExecutor(threads);
        between.createContext("/", this::pass);
        between.start();
        connection = DriverManager.getConnection(
                "jdbc:weir://127.0.0.1:" + between.getAddress().getPort());
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        between.stop(0);
        threads.shutdownNow();
        server.close();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            String request = lost.get();
            if (!request.isEmpty()
                    && new String(body, StandardCharsets.UTF_8).contains("\"request\":\"" + request + "\"")
                    && lost.compareAndSet(request, "")) {
                return; // closes the socket
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertLost(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("was lost")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("08006"));
    }

    private long count(String line) {
        return server.meta.log.stream().filter(line::equals).count();
    }

    @Test
    void anExecutionIsNotSentAgain() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            lost.set("prepareAndExecute");
            assertLost(() -> statement.executeUpdate("update 1"));
            assertThat(count("execute update 1")).isEqualTo(1);
            assertThat(statement.executeUpdate("update 2")).isEqualTo(2);
        }
    }

    @Test
    void aBatchIsNotSentAgain() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            lost.set("prepareAndExecuteBatch");
            statement.addBatch("update 1");
            assertLost(statement::executeBatch);
            assertThat(count("batch of 1")).isEqualTo(1);
        }
    }

    @Test
    void aFetchIsNotSentAgain() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(2);
            ResultSet result = statement.executeQuery("rows 10");
            assertThat(result.next()).isTrue();
            assertThat(result.next()).isTrue();
            lost.set("fetch");
            assertLost(result::next);
            assertLost(result::next);
        }
    }

    @Test
    void whatOnlyAsksIsSentAgain() throws SQLException {
        lost.set("databaseProperties");
        assertThat(connection.isValid(5)).isTrue();
        lost.set("getTables");
        assertThat(connection.getMetaData().getTables(null, null, null, null).next())
                .isTrue();
        lost.set("connectionSync");
        assertThat(connection.getSchema()).isEqualTo("default");
        assertThat(lost.get()).isEmpty();
    }

    @Test
    void aCloseIsSentAgain() throws SQLException {
        Statement statement = connection.createStatement();
        statement.executeUpdate("update 1");
        lost.set("closeStatement");
        statement.close();
        assertThat(server.meta.statements).isEmpty();
        assertThat(server.meta.log).contains("close update 1", "close nothing");
    }
}
