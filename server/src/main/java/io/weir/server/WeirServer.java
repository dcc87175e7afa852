package io.weir.server;

import io.weir.server.config.ServerOptions;
import io.weir.server.jdbc.Endpoint;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server, from its lock on the data directory to its port. {@link #start} returns when it listens; {@link #close} suspends all jobs, which go on with the next start. What it
 * holds is closed in the opposite order of its making, also if a start fails.
 */
public final class WeirServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WeirServer.class);

    private final Held held = new Held();
    private final String bind;
    private final Path directory;
    private final Endpoint endpoint;

    private WeirServer(ServerConfig config) {
        bind = config.get(ServerOptions.BIND);
        try {
            DataDirectory locked = held.add(DataDirectory.open(config.dataDirectory()));
            directory = locked.path();
            TemporaryFiles.empty(directory);
            held.add(ClosedFolders.add(directory));
            endpoint = new Wiring(config, locked, held).start();
            endpoint.start();
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    /** Starts a server. @throws WeirException that says what is in the way */
    public static WeirServer start(ServerConfig config) {
        long begin = System.nanoTime();
        WeirServer server = new WeirServer(config);
        LOG.info(
                "server listens url={} data-dir={} start-millis={}",
                server.url(),
                server.directory,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        return server;
    }

    public int port() {
        return endpoint.port();
    }

    /** What to connect to. */
    public String url() {
        String host = bind.contains(":") ? "[" + bind + "]" : bind;
        return "jdbc:weir://" + host + ":" + port();
    }

    @Override
    public synchronized void close() {
        held.close();
    }
}
