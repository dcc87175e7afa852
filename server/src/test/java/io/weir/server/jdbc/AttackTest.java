package io.weir.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.server.ServerConfig;
import io.weir.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody tries who should not. */
@Timeout(60)
class AttackTest {
    private static final int MORE_THAN_THREADS = 300;

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws SQLException {
        server = new TestServer(ServerConfig.of(folder)
                .with("server.max-request-size", "64 kb")
                .with("server.max-connections", "5")
                .with("server.max-statements-per-connection", "4")
                .with("server.max-queries", "3"));
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
    }

    private int port() {
        return server.server().port();
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anUnknownConnectionTellsNothing() throws Exception {
        String unknown =
                post("{\"request\":\"createStatement\",\"connectionId\":\"11111111-2222-3333-4444-555555555555\"}")
                        .body();
        assertThat(unknown)
                .contains("\"errorCode\":1")
                .contains("08003")
                .doesNotContain("io.weir.")
                .doesNotContain("at org.");
    }

    @Test
    void aConnectionIdThatCanBeGuessedIsRefused() throws Exception {
        assertThat(post("{\"request\":\"openConnection\",\"connectionId\":\"1\",\"info\":{}}")
                        .body())
                .contains("connection id wants 32 to 128 characters");
        String id = "0123456789abcdef0123456789abcdef";
        assertThat(post("{\"request\":\"openConnection\",\"connectionId\":\"" + id + "\",\"info\":{}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("{\"request\":\"openConnection\",\"connectionId\":\"" + id + "\",\"info\":{\"user\":\"eve\"}}")
                        .body())
                .contains("connection id is not new");
    }

    @Test
    void anOpenThatIsRepeatedBecauseItsAnswerWasLostIsOneConnection() throws Exception {
        String open =
                "{\"request\":\"openConnection\",\"connectionId\":\"0123456789abcdef0123456789abcdef\",\"info\":{}}";
        int before = server.rows("SELECT id FROM sys.sessions").size();
        assertThat(post(open).statusCode()).isEqualTo(200);
        assertThat(post(open).statusCode()).isEqualTo(200);
        assertThat(server.rows("SELECT id FROM sys.sessions")).hasSize(before + 1);
        assertThat(post("{\"request\":\"createStatement\",\"connectionId\":\"0123456789abcdef0123456789abcdef\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(open).body()).contains("connection id is not new");
    }

    @Test
    void webPagesAreRefused() throws Exception {
        assertThat(post("{}", "Origin", "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(raw("POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403");
        assertThat(
                        raw(
                                "POST / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void whatIsNoRequestIsNoErrorOfTheServer() throws Exception {
        for (String body : List.of("", "{", "{\"request\":\"nope\"", "\n\u0005hello", "garbage")) {
            HttpResponse<String> answer = post(body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("request is not of Avatica's protocol");
        }
    }

    @Test
    void numbersThatAreLongOnlyWhenWrittenOutAreRefused() throws SQLException {
        server.execute("CREATE TABLE numbers (d DECIMAL(10, 2), s VARCHAR, ts TIMESTAMP(3))");
        try (PreparedStatement insert = server.connection().prepareStatement("INSERT INTO numbers VALUES (?, ?, ?)")) {
            for (String number : List.of("1e100", "1e999999999", "-1e-999999999")) {
                insert.setBigDecimal(1, new BigDecimal(number));
                insert.setString(2, "");
                insert.setTimestamp(3, null);
                assertThatThrownBy(insert::executeUpdate)
                        .hasMessageStartingWith("parameter 1 wants a value of type DECIMAL(10, 2), found '");
            }
            insert.setBigDecimal(1, null);
            insert.setBigDecimal(2, new BigDecimal("1e999999999"));
            assertThatThrownBy(insert::executeUpdate)
                    .hasMessageStartingWith("parameter 2 wants a value of type VARCHAR");
        }
        assertThatThrownBy(() -> server.connection()
                        .prepareStatement("SELECT s FROM numbers ORDER BY ?")
                        .executeQuery())
                .hasMessageStartingWith("a parameter cannot stand in this place");
    }

    @Test
    void namesThatCannotBeSeenAreRefused() throws SQLException {
        for (String create : List.of(
                "CREATE TABLE %s (a INT)",
                "CREATE VIEW %s AS SELECT 1 AS a",
                "CREATE MATERIALIZED VIEW %s AS SELECT * FROM plain",
                "CREATE JOB %s AS INSERT INTO plain SELECT * FROM plain",
                "CREATE SECRET %s AS 'x'",
                "ALTER TABLE plain RENAME TO %s")) {
            server.execute("CREATE TABLE IF NOT EXISTS plain (a INT)");
            for (String name : List.of("plain\u0000", "a\u001b[2J")) {
                assertThatThrownBy(() -> server.execute(String.format(create, '"' + name + '"')))
                        .as(create)
                        .hasMessageContaining("name has the control character U+00");
            }
        }
    }

    @Test
    void aStatementThatDoublesWithEachLineIsRefusedBeforeItFillsTheHeap() throws SQLException {
        StringBuilder doubling = new StringBuilder("WITH c0 AS (SELECT 1 AS a)");
        for (int i = 1; i < 30; i++) {
            String before = "SELECT * FROM c" + (i - 1);
            doubling.append(String.format(", c%d AS (%s UNION ALL %s)", i, before, before));
        }
        assertThatThrownBy(() -> server.rows(doubling + " SELECT COUNT(*) FROM c29"))
                .hasMessageContaining("statement has more than 20000 queries");
        server.execute("CREATE VIEW v0 AS SELECT 1 AS a");
        assertThatThrownBy(() -> {
                    for (int i = 1; i < 20; i++) {
                        String before = "SELECT * FROM v" + (i - 1);
                        server.execute(String.format("CREATE VIEW v%d AS %s UNION ALL %s", i, before, before));
                    }
                })
                .hasMessageContaining("statement has more than 20000 queries");
        assertThat(server.rows("SELECT COUNT(*) FROM v3")).containsExactly("8");
    }

    @Test
    void longRowsComeInSmallAnswers() throws SQLException {
        server.execute("CREATE TABLE rows_wanted (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '200')");
        assertThat(server.rows("SELECT CHAR_LENGTH(s) FROM (SELECT REPEAT('x', 100000) AS s FROM rows_wanted)"))
                .hasSize(200);
        try (Statement statement = server.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT REPEAT('x', 100000) FROM rows_wanted")) {
            int count = 0;
            while (result.next()) {
                assertThat(result.getString(1)).hasSize(100_000);
                count++;
            }
            assertThat(count).isEqualTo(200);
        }
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            in.transferTo(answer);
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aRequestThatIsTooLargeIsNotRead() throws Exception {
        assertThat(raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n{"))
                .startsWith("HTTP/1.1 413")
                .contains("request has more than 65536 bytes");
        assertThat(raw("POST / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(50_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void aBodyThatIsTornGetsAShortAnswer() throws Exception {
        assertThat(raw("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("\tat ");
    }

    @Test
    void aBodyThatComesInPartsIsPutTogether() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            OutputStream out = socket.getOutputStream();
            String body = "{\"request\":\"openConnection\",\"connectionId\":\"0123456789abcdef0123456789abcdff\"}";
            out.write(("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + body.length()
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (byte part : body.getBytes(StandardCharsets.US_ASCII)) {
                out.write(part);
                out.flush();
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"response\":\"openConnection\"");
        }
    }

    @Test
    void bodiesThatDoNotEndTakeNobodysThread() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                Socket socket = new Socket("127.0.0.1", port());
                slow.add(socket);
                socket.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\n{\"request"
                                .getBytes(StandardCharsets.US_ASCII));
            }
            long begin = System.nanoTime();
            assertThat(server.rows("VALUES (1)")).hasSize(1);
            // Those threads would be given back when the connections have been idle for a minute.
            assertThat(System.nanoTime() - begin).isLessThan(30_000_000_000L);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void requestsWithoutTheirFieldsAreNoErrorsOfTheServer() throws Exception {
        String id = "0123456789abcdef0123456789abcdee";
        assertThat(post("{\"request\":\"openConnection\",\"connectionId\":\"" + id + "\"}")
                        .statusCode())
                .isEqualTo(200);
        List<String> requests = List.of(
                "closeConnection",
                "closeStatement",
                "commit",
                "connectionSync",
                "createStatement",
                "databaseProperties",
                "execute",
                "executeBatch",
                "fetch",
                "getCatalogs",
                "getColumns",
                "getSchemas",
                "getTables",
                "getTableTypes",
                "getTypeInfo",
                "prepare",
                "prepareAndExecute",
                "prepareAndExecuteBatch",
                "rollback",
                "syncResults");
        for (String request : requests) {
            assertThat(post("{\"request\":\"" + request + "\"}").body())
                    .as(request)
                    .doesNotContain("XX000");
        }
        for (String request : List.of("prepare", "execute", "fetch", "prepareAndExecute", "prepareAndExecuteBatch")) {
            String body = "{\"request\":\"" + request + "\",\"connectionId\":\"" + id
                    + "\",\"statementId\":1,\"statementHandle\":{\"connectionId\":\"" + id + "\",\"id\":1}}";
            assertThat(post(body).body()).as(request).doesNotContain("XX000");
        }
    }

    @Test
    void whatIsNoRequestGetsAnAnswer() throws Exception {
        assertThat(post("{\"request\":\"dance\"}").body())
                .contains("\"errorCode\":1,"); // Avatica takes it for one of its own
        assertThat(post("\u0007garbage").statusCode()).isEqualTo(400);
        assertThat(post("{\"request\":\"openConnection\"").statusCode()).isEqualTo(400);
        assertThat(post("{\"request\":\"openConnection\"").body()).contains("request is not of Avatica's protocol");
        assertThat(post("{\"request\":\"openConnection\"}").body()).contains("request names no connection");
    }

    @Test
    void connectionsStatementsAndQueriesAreCounted() throws SQLException {
        List<Connection> opened = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 6; i++) {
                            opened.add(DriverManager.getConnection(server.url()));
                        }
                    })
                    .hasMessageContaining("server has 5 connections, the most it may have");
            Connection connection = opened.get(0);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 6; i++) {
                            connection.prepareStatement("VALUES (1)");
                        }
                    })
                    .hasMessageContaining("connection has 4 open statements");
        } finally {
            for (Connection connection : opened) {
                connection.close();
            }
        }
    }

    @Test
    void onlyUsersOfTheFileComeIn() throws Exception {
        Path users = folder.resolve("users");
        Files.writeString(users, "# who may\n" + Users.line("ann", "secret: 1", new SecureRandom()) + "\n");
        try (TestServer guarded = guarded(users)) {
            assertThat(guarded.rows("SELECT user_name FROM sys.sessions")).containsExactly("ann");
            for (String[] wrong : new String[][] {{"ann", "guess"}, {"eve", "secret: 1"}, {"ann", ""}}) {
                SQLException error = org.assertj.core.api.Assertions.catchThrowableOfType(
                        SQLException.class, () -> DriverManager.getConnection(guarded.url(), wrong[0], wrong[1]));
                assertThat(error.getMessage()).contains("user or password is wrong");
                assertThat(error.getSQLState()).isEqualTo("28000");
            }
        }
    }

    @Test
    void eachUserSeesTheirOwnSessionsAndQueries() throws Exception {
        Path users = folder.resolve("users");
        SecureRandom random = new SecureRandom();
        Files.writeString(
                users, Users.line("ann", "secret: 1", random) + "\n" + Users.line("bob", "secret: 2", random) + "\n");
        try (TestServer guarded = guarded(users);
                Connection bob = DriverManager.getConnection(guarded.url(), "bob", "secret: 2");
                Statement statement = bob.createStatement()) {
            guarded.execute("CREATE TABLE n (a BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1')");
            String listing = "SELECT statement FROM sys.queries WHERE statement LIKE '%+ 7%'";
            try (ResultSet query = statement.executeQuery("SELECT STREAM a + 7 FROM n");
                    Statement own = bob.createStatement();
                    ResultSet seen = own.executeQuery(listing)) {
                assertThat(query.next()).isTrue();
                assertThat(seen.next()).as("bob sees it").isTrue();
                assertThat(guarded.rows(listing)).as("ann does not").isEmpty();
                assertThat(guarded.rows("SELECT DISTINCT user_name FROM sys.sessions"))
                        .containsExactly("ann");
            }
        }
    }

    private TestServer guarded(Path users) throws SQLException {
        return new TestServer(
                ServerConfig.of(folder.resolve("guarded")).with("server.users-file", users.toString()),
                "ann",
                "secret: 1");
    }

    @Test
    void optionsWhoseNamesSaySoAreNotShown() throws Exception {
        server.execute("CREATE TABLE k (a INT) WITH ('connector' = 'kafka', 'topic' = 't', 'format' = 'json', "
                + "'properties.bootstrap.servers' = 'localhost:1', 'properties.ssl.key.password' = 'it''s hidden1', "
                + "'properties.sasl.jaas.config' = "
                + "'org.apache.kafka.common.security.plain.PlainLoginModule required password=\"hidden2\";')");
        for (String sql : List.of("SHOW CREATE TABLE k", "DESCRIBE EXTENDED k", "EXPLAIN SELECT STREAM * FROM k")) {
            assertThat(String.join("\n", server.rows(sql))).doesNotContain("hidden");
        }
        assertThat(server.rows("SHOW CREATE TABLE k"))
                .singleElement()
                .asString()
                .contains("'properties.ssl.key.password' = '***'", "'topic' = 't'", "'localhost:1'");
        assertThatThrownBy(() -> server.rows("SELECT STREAM * FROM k")).hasMessageNotContaining("hidden");
        server.execute("DROP TABLE k");
    }

    @Test
    void secretsAreShownNowhere() throws Exception {
        server.execute("CREATE SECRET pass AS 'tops3cret'");
        assertThatThrownBy(() -> server.execute(
                        "CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '${secret:pass}')"))
                .hasMessageContaining("'number-of-rows'")
                .hasMessageNotContaining("tops3cret");
        server.execute(
                "CREATE SECRET count_ AS '1234'",
                "CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '${secret:count_}')");
        assertThat(server.rows("SHOW CREATE TABLE t"))
                .singleElement()
                .asString()
                .contains("${secret:count_}");
        server.restart();
        assertThat(server.rows("SELECT COUNT(*) FROM (SELECT a FROM t) AS x")).containsExactly("1234");
        try (var files = Files.walk(folder.resolve("catalog"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain("tops3cret")
                        .doesNotContain("'1234'");
            }
        }
        assertThatThrownBy(() -> server.execute(
                        "CREATE TABLE u (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '${secret:pas}')"))
                .hasMessageContaining("secret \"pas\" does not exist")
                .hasMessageContaining("Did you mean \"pass\"?");
    }

    @Test
    void tablesCannotReachIntoTheDataDirectory() {
        assertThatThrownBy(() -> {
                    server.execute("CREATE TABLE peek (line VARCHAR) WITH ('connector' = 'filesystem', 'path' = '"
                            + folder.resolve("catalog") + "', 'format' = 'raw')");
                    server.rows("SELECT * FROM peek");
                })
                .hasMessageContaining("is not allowed on this server");
    }

    @Test
    void deepStatementsEndInAnErrorAndNotInTheServersEnd() {
        String deep = "SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000);
        assertThatThrownBy(() -> server.rows(deep)).isInstanceOf(SQLException.class);
        String wide = "SELECT * FROM (VALUES (1)) AS t (a) WHERE " + "a = 2 OR ".repeat(1_500) + "a = 1";
        try {
            server.rows(wide);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).startsWith("54");
        }
        assertThat(server.url()).isNotEmpty();
    }
}
