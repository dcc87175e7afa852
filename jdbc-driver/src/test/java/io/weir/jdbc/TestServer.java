package io.weir.jdbc;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.servlet.ReadListener;
import javax.servlet.ServletException;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;
import org.apache.calcite.avatica.metrics.MetricsSystem;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.Driver;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.server.AbstractAvaticaHandler;
import org.apache.calcite.avatica.server.AvaticaJsonHandler;
import org.apache.calcite.avatica.server.AvaticaProtobufHandler;
import org.apache.calcite.avatica.server.HttpServer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;

/** {@link TestMeta} behind Avatica's server, on a free port that takes both of the protocol's forms. */
final class TestServer implements AutoCloseable {
    final TestMeta meta = new TestMeta();
    private final HttpServer server;
    private boolean stopped;

    TestServer() {
        this(null, "");
    }

    /** Listens by TLS if there is a key store. */
    TestServer(File keyStore, String password) {
        HttpServer.Builder<Server> builder =
                new HttpServer.Builder<Server>().withPort(0).withHandler(new EitherForm(new LocalService(meta)));
        if (keyStore != null) {
            builder.withTLS(keyStore, password, keyStore, password, "PKCS12");
        }
        server = builder.build();
        server.start();
    }

    int port() {
        return server.getPort();
    }

    String url() {
        return "jdbc:weir://127.0.0.1:" + port();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** By Avatica's own driver. */
    Connection connectStock(String serialization) throws SQLException {
        return new Driver()
                .connect(
                        "jdbc:avatica:remote:url=http://127.0.0.1:" + port() + ";serialization=" + serialization,
                        new Properties());
    }

    @Override
    public void close() {
        if (!stopped) {
            stopped = true;
            server.stop();
        }
    }

    /**
     * The first byte tells the forms apart: JSON begins with a brace, a protobuf message with the tag of its first
     * field.
     */
    private static final class EitherForm extends AbstractAvaticaHandler {
        private final AvaticaJsonHandler json;
        private final AvaticaProtobufHandler protobuf;

        EitherForm(Service service) {
            json = new AvaticaJsonHandler(service);
            protobuf = new AvaticaProtobufHandler(service);
        }

        @Override
        public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            byte[] body = request.getInputStream().readAllBytes();
            AbstractAvaticaHandler handler = body.length > 0 && body[0] == '{' ? json : protobuf;
            handler.handle(target, base, new ReadRequest(request, body), response);
        }

        @Override
        public void setServerRpcMetadata(Service.RpcMetadataResponse metadata) {
            json.setServerRpcMetadata(metadata);
            protobuf.setServerRpcMetadata(metadata);
        }

        @Override
        public MetricsSystem getMetrics() {
            return NoopMetricsSystem.getInstance();
        }
    }

    /** A request whose body was read already. */
    private static final class ReadRequest extends HttpServletRequestWrapper {
        private final byte[] body;

        ReadRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    return in.read(buffer, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
