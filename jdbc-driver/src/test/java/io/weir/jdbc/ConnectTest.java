package io.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may be at the other end. */
@Timeout(60)
class ConnectTest {
    private static void assertCannotConnect(String url, String message) {
        assertThatThrownBy(() -> DriverManager.getConnection(url))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("08001"));
    }

    @Test
    void aServerThatIsNoWeirIsNamedAsThat() throws Exception {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, 4);
            exchange.getResponseBody().write("oops".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        web.start();
        try {
            assertCannotConnect(
                    "jdbc:weir://127.0.0.1:" + web.getAddress().getPort(),
                    "is not a Weir server: it answered with HTTP status 404");
        } finally {
            web.stop(0);
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertCannotConnect(
                    "jdbc:weir://127.0.0.1:" + deaf.getLocalPort() + ";connectTimeout=1",
                    "did not answer within 1000 ms");
        }
    }

    @Test
    void tlsIsSpokenWithACertificateThatIsTrusted(@TempDir Path directory) throws Exception {
        File store = directory.resolve("store.p12").toFile();
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder((keytool + " -genkeypair -keyalg EC -alias weir -dname CN=localhost"
                                + " -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -storepass secret -keystore "
                                + store)
                        .split(" "))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        try (TestServer server = new TestServer(store, "secret")) {
            String url = "jdbc:weir://localhost:" + server.port() + ";ssl=true";
            try (Connection connection = DriverManager.getConnection(
                    url + ";trustStorePassword=secret;trustStore=" + store.getAbsolutePath())) {
                assertThat(connection.isValid(5)).isTrue();
            }
            assertCannotConnect(url, "by TLS");
            assertCannotConnect(url.replace(";ssl=true", ""), "perhaps it wants TLS: add ssl=true to the URL");
            assertCannotConnect(url + ";trustStore=/no/such/file", "trust store \"/no/such/file\" cannot be read");
        }
    }
}
