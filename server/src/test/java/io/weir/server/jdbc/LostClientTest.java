package io.weir.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are gone without a word, and clients that are only slow. */
@Timeout(60)
class LostClientTest {
    /** Those of this test, and not the question itself. */
    private static final String STREAMS =
            "SELECT statement FROM sys.queries WHERE statement LIKE '%gene' || 'rated%' ORDER BY statement";

    private static final String ID = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private TestServer server;

    private String post(String request, String rest) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create(server.url().replace("jdbc:weir", "http") + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"request\":\"" + request + "\",\"connectionId\":\"" + ID + "\"" + rest + "}"))
                .build();
        return HttpClient.newHttpClient()
                .send(post, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** A client that says it will be heard of every second, begins to read a stream, and is never heard of again. */
    private void beginAndFallSilent() throws Exception {
        post("openConnection", ",\"info\":{\"heartbeat\":\"1\"}");
        String statement = post("createStatement", "").replaceFirst("(?s).*\"statementId\":(\\d+).*", "$1");
        String answer = post(
                "prepareAndExecute",
                ",\"statementId\":" + statement
                        + ",\"sql\":\"SELECT STREAM 1 FROM generated\",\"maxRowCount\":-1,\"maxRowsInFirstFrame\":-1");
        assertThat(answer).contains("\"firstFrame\"");
    }

    @Test
    void theQueryOfAClientThatIsGoneEndsAndThatOfAClientThatReadsSlowlyDoesNot() throws Exception {
        server = new TestServer(folder);
        server.execute("CREATE TABLE generated (k INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')");
        Properties properties = new Properties();
        properties.setProperty("heartbeat", "1");
        try (Connection slow = DriverManager.getConnection(server.url(), properties);
                Statement statement = slow.createStatement();
                ResultSet rows = statement.executeQuery("SELECT STREAM 2 FROM generated")) {
            assertThat(rows.next()).isTrue();
            beginAndFallSilent();
            assertThat(server.rows(STREAMS)).hasSize(2);
            List<String> left = server.await(STREAMS, streams -> streams.size() < 2);
            assertThat(left).singleElement().asString().contains("2");
            assertThat(rows.next()).isTrue();
        } finally {
            server.close();
        }
    }
}
