package io.weir.jdbc.wire;

import io.weir.jdbc.error.SqlErrors;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Shares one HTTP client among the connections that would configure it alike: each client owns a selector thread and a
 * pool of sockets, which a pool of a hundred connections needs once. Held weakly: when the last connection is gone, so
 * are the threads.
 */
public final class HttpClients {
    /**
     * What tells one client from another.
     *
     * @param trustStore null for that of the JVM; without meaning if {@code ssl} is false
     */
    public record Settings(
            boolean ssl,
            int connectTimeoutSeconds,
            @Nullable String trustStore,
            @Nullable String trustStorePassword) {}

    private static final Map<Settings, WeakReference<HttpClient>> CLIENTS = new HashMap<>();

    private HttpClients() {}

    public static HttpClient of(Settings settings) throws SQLException {
        synchronized (CLIENTS) {
            WeakReference<HttpClient> reference = CLIENTS.get(settings);
            HttpClient client = reference == null ? null : reference.get();
            if (client == null) {
                client = create(settings);
                CLIENTS.values().removeIf(other -> other.get() == null);
                CLIENTS.put(settings, new WeakReference<>(client));
            }
            return client;
        }
    }

    private static HttpClient create(Settings settings) throws SQLException {
        // HTTP/1.1: Avatica's server knows no other, and an offer to upgrade would only cost.
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (settings.connectTimeoutSeconds() > 0) {
            builder.connectTimeout(Duration.ofSeconds(settings.connectTimeoutSeconds()));
        }
        if (!settings.ssl()) {
            builder.sslContext(new NoTls());
        } else if (settings.trustStore() != null) {
            builder.sslContext(trusting(settings.trustStore(), settings.trustStorePassword()));
        }
        return builder.build();
    }

    private static SSLContext trusting(String file, @Nullable String password) throws SQLException {
        char[] secret = password == null ? null : password.toCharArray();
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType()); // reads PKCS12 and JKS
            store.load(in, secret);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw SqlErrors.create(
                    SqlErrors.CANNOT_CONNECT, "trust store \"" + file + "\" cannot be read: " + e.getMessage(), 0, e);
        }
    }
}
