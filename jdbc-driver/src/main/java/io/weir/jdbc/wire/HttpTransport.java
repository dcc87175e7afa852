package io.weir.jdbc.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts requests. Each is sent at most once: Avatica's own client repeats a request whose connection broke or was
 * answered with 503, for ever and whatever it does, so that an INSERT may happen twice. Safe for use by many threads.
 */
public final class HttpTransport {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    /** Comes once for each warning; percent-encoded UTF-8. */
    private static final String WARNING_HEADER = "Weir-Warning";

    private final HttpClient client;
    private final URI server;

    public HttpTransport(HttpClient client, URI server) {
        this.client = client;
        this.server = server;
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @param timeoutMillis how long to wait; 0 means for ever
     * @throws TransportException if there is none
     */
    Answer post(byte[] body, Interruption interruption, long timeoutMillis) {
        try {
            CompletableFuture<HttpResponse<byte[]>> call = interruption.start(() -> send(body));
            HttpResponse<byte[]> response =
                    timeoutMillis == 0 ? call.get() : call.get(timeoutMillis, TimeUnit.MILLISECONDS);
            return new Answer(checked(response), warnings(response));
        } catch (TimeoutException e) {
            interruption.abort();
            throw new TransportException(
                    TransportException.Kind.TIMED_OUT,
                    address() + " did not answer within " + timeoutMillis + " ms",
                    e);
        } catch (CancellationException e) {
            throw new TransportException(TransportException.Kind.INTERRUPTED, "stopped by another thread", e);
        } catch (InterruptedException e) {
            interruption.abort();
            Thread.currentThread().interrupt();
            throw new TransportException(TransportException.Kind.INTERRUPTED, "the thread was interrupted", e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } finally {
            interruption.leave();
        }
    }

    /**
     * Sends a request that closes something, whose answer nobody needs, and returns at once; the future ends when it is
     * answered or failed. Sent once more if the connection breaks: a query that nobody reads would go on otherwise.
     */
    public CompletableFuture<@Nullable Void> postAndForget(byte[] body) {
        return send(body)
                .<@Nullable Void>thenApply(response -> null)
                .exceptionallyCompose(lost -> send(body).thenApply(response -> null))
                .exceptionally(lostAgain -> null);
    }

    private CompletableFuture<HttpResponse<byte[]>> send(byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Accept", "application/json")
                .header("User-Agent", DriverVersion.PRODUCT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static List<String> warnings(HttpResponse<byte[]> response) {
        return response.headers().allValues(WARNING_HEADER).stream()
                .map(HttpTransport::decoded)
                .toList();
    }

    private static String decoded(String warning) {
        try {
            return URLDecoder.decode(warning, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return warning; // not of a Weir server
        }
    }

    private byte[] checked(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        byte[] body = response.body();
        boolean json = body.length > 0 && body[0] == '{';
        if (json) {
            return body; // errors come as JSON too, under any status
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            throw new TransportException(
                    TransportException.Kind.UNAUTHORIZED,
                    address() + " refused the request (HTTP status " + status + ")");
        }
        throw new TransportException(
                TransportException.Kind.NOT_WEIR,
                address() + " is not a Weir server"
                        + (status == OK ? ": its answer is not JSON" : ": it answered with HTTP status " + status));
    }

    private TransportException failed(Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            // ConnectException of the JDK client has no message for a refused connection, only a cause.
            String why = cause.getCause() instanceof UnresolvedAddressException
                    ? "its name is not known"
                    : "nothing listens there";
            return new TransportException(
                    TransportException.Kind.UNREACHABLE,
                    "cannot connect to " + address() + ": "
                            + (cause instanceof HttpConnectTimeoutException ? "no answer in time" : why),
                    cause);
        }
        if (cause instanceof SSLException) {
            return new TransportException(
                    TransportException.Kind.UNREACHABLE,
                    "cannot connect to " + address() + " by TLS: " + cause.getMessage()
                            + "\nHint: A certificate that the JVM does not trust is named by trustStore and"
                            + " trustStorePassword in the URL.",
                    cause);
        }
        if (isNoHttp(cause)) {
            return new TransportException(
                    TransportException.Kind.NOT_WEIR,
                    address() + " does not answer in HTTP; perhaps it wants TLS: add ssl=true to the URL");
        }
        String why = cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
        return new TransportException(
                TransportException.Kind.LOST, "the connection to " + address() + " was lost: " + why, cause);
    }

    /**
     * Whether the first line of the answer was none of HTTP's. A server that wants TLS answers so: it sends an alert. The JDK's client has no exception of its own
     * for this.
     */
    private boolean isNoHttp(Throwable cause) {
        if (!"http".equals(server.getScheme())) {
            return false;
        }
        boolean found = false;
        for (Throwable link = cause; link != null && !found; link = link.getCause()) {
            String message = link.getMessage();
            found = message != null && message.toLowerCase(Locale.ROOT).contains("status line");
        }
        return found;
    }

    private String address() {
        return server.getHost() + ":" + server.getPort();
    }
}
