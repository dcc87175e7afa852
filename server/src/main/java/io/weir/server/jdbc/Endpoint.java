package io.weir.server.jdbc;

import io.weir.planner.catalog.Catalog;
import io.weir.server.session.StatementExecutor;
import io.weir.server.sys.InformationSchema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.Service;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The HTTP server: one port for both forms of the protocol. */
public final class Endpoint implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int IDLE_MILLIS = 60_000;
    private static final int LEAST_BYTES_PER_SECOND = 1_000;
    private static final int THREADS_BESIDE_QUERIES = 200;

    private final Server server;
    private final ServerConnector connector;
    private final StatementThreads threads;
    private final WarmUp warmUp;

    /**
     * How it listens.
     *
     * @param port 0: any that is free
     * @param maxQueries each may hold a thread that waits for rows
     * @param keyStore a PKCS12 file; null for no TLS
     */
    public record Settings(
            String bind,
            int port,
            long maxRequestBytes,
            int maxQueries,
            @Nullable String keyStore,
            @Nullable String keyStorePassword) {}

    /**
     * What it serves.
     *
     * @param ids random texts for queries and errors
     */
    public record Content(
            Connections connections,
            StatementExecutor executor,
            Supplier<Catalog> catalog,
            Supplier<String> ids,
            String version,
            List<InformationSchema.Function> functions) {}

    public Endpoint(Settings settings, Content content) {
        threads = new StatementThreads();
        WireErrors errors = new WireErrors(
                content.executor()::redact, () -> content.ids().get().substring(0, 8));
        WeirMeta meta = new WeirMeta(
                content.connections(),
                content.executor(),
                threads,
                errors,
                content.catalog(),
                content.ids(),
                content.version(),
                content.functions());
        warmUp = new WarmUp(content.executor());
        LocalService service = new LocalService(meta);
        service.setRpcMetadata(new Service.RpcMetadataResponse("weir"));
        QueuedThreadPool pool = new QueuedThreadPool(settings.maxQueries() + THREADS_BESIDE_QUERIES, 8);
        pool.setName("weir-http");
        pool.setDaemon(true);
        server = new Server(pool);
        server.setStopTimeout(1_000);
        connector = connector(settings);
        connector.setHost(settings.bind());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setReuseAddress(true);
        server.addConnector(connector);
        server.setHandler(new ProtocolHandler(
                service,
                errors,
                settings.maxRequestBytes(),
                isLoopback(settings.bind()) && settings.keyStore() == null));
    }

    private ServerConnector connector(Settings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setMinRequestDataRate(LEAST_BYTES_PER_SECOND);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        String keyStore = settings.keyStore();
        if (keyStore == null) {
            return new ServerConnector(server, plain);
        }
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(KeyStores.read(keyStore, settings.keyStorePassword()));
        tls.setKeyStorePassword(settings.keyStorePassword());
        return new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), plain);
    }

    /**
     * Whether only this machine can reach an address.
     *
     * @throws WeirException (OPTION_VALUE) if it is none
     */
    public static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option 'server.bind' wants an address of this machine, found '" + address + "'",
                    e);
        }
    }

    /**
     * Begins to listen.
     *
     * @throws WeirException (LIMIT_EXCEEDED) if the port is taken
     */
    public void start() {
        try {
            server.start();
            Future<Boolean> unused = threads.submit(warmUp);
        } catch (Exception e) {
            threads.close();
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "cannot listen on " + connector.getHost() + ":" + connector.getPort(),
                            e)
                    .withDetail(String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage()))
                    .withHint("Choose another port: weir server --port 0 takes any that is free.");
        }
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new WeirException(ErrorCode.INTERNAL_ERROR, "HTTP server did not stop", e);
        } finally {
            threads.close();
        }
    }
}
