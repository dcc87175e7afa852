package io.weir.server.jdbc;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.JsonHandler;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.ProtobufTranslation;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.jspecify.annotations.Nullable;

/**
 * Requests of Avatica's protocol in both of its forms, told apart by the first byte: a brace begins JSON. Avatica's own
 * handlers are not used: they read a body of any size, and answer errors with stack traces.
 *
 * <p>A browser can be made to send requests to this machine by any page it shows. What it sends says so: it has an
 * Origin, or, after a trick with names, a Host that is not this machine's. Both are refused.
 */
final class ProtocolHandler extends AbstractHandler {
    private static final int REQUEST_TOO_LARGE = 413;
    /** No name that only begins like one, which anybody can register. */
    private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}");

    /** Avatica's words for a protobuf that names no request, or one that does not exist. */
    private static final Pattern UNKNOWN_REQUEST =
            Pattern.compile("Cannot (fetch|find) .*parser for .*", Pattern.DOTALL);

    private final JsonForm json;
    private final ProtobufForm protobuf;
    private final WireErrors errors;
    private final long maxRequestBytes;
    private final boolean loopbackOnly;

    ProtocolHandler(Service service, WireErrors errors, long maxRequestBytes, boolean loopbackOnly) {
        this.json = new JsonForm(service);
        this.protobuf = new ProtobufForm(service, new ProtobufTranslationImpl());
        this.errors = errors;
        this.maxRequestBytes = maxRequestBytes;
        this.loopbackOnly = loopbackOnly;
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        base.setHandled(true);
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (request.getHeader("Origin") != null || (loopbackOnly && !isLoopback(request.getServerName()))) {
            text(response, HttpURLConnection.HTTP_FORBIDDEN, "requests from web pages are refused");
            return;
        }
        if (!request.getMethod().equals("POST")) {
            text(
                    response,
                    request.getMethod().equals("GET") && target.equals("/")
                            ? HttpURLConnection.HTTP_OK
                            : HttpURLConnection.HTTP_BAD_METHOD,
                    "This is a Weir server. Connect with JDBC: jdbc:weir://" + request.getServerName() + ":"
                            + request.getServerPort());
            return;
        }
        if (request.getContentLengthLong() > maxRequestBytes) {
            tooLarge(response);
            return;
        }
        BodyReader.read(request, response, maxRequestBytes, new BodyReader.Receiver() {
            @Override
            public void receive(byte[] body) throws IOException {
                ResponseWarnings.begin();
                answer(body, response);
            }

            @Override
            public void refuse() throws IOException {
                tooLarge(response);
            }

            @Override
            public void miss() throws IOException {
                response.setHeader("Connection", "close");
                text(response, HttpURLConnection.HTTP_BAD_REQUEST, "the body of the request cannot be read");
            }
        });
    }

    /** What is left of the body is not read: the connection ends with this answer. */
    private void tooLarge(HttpServletResponse response) throws IOException {
        response.setHeader("Connection", "close");
        WeirException tooLarge =
                new WeirException(ErrorCode.LIMIT_EXCEEDED, "request has more than " + maxRequestBytes + " bytes");
        String answer = json.convertToErrorResponse(tooLarge).getResponse();
        answer(response, REQUEST_TOO_LARGE, answer.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("[::1]")
                || name.equals("::1")
                || LOOPBACK_ADDRESS.matcher(name).matches();
    }

    private void answer(byte[] body, HttpServletResponse response) throws IOException {
        if (body.length > 0 && body[0] == '{') {
            HandlerResponse<String> answer = json.apply(new String(body, StandardCharsets.UTF_8));
            ResponseWarnings.take().forEach(warning -> response.addHeader(ResponseWarnings.HEADER, warning));
            answer(response, answer.getStatusCode(), answer.getResponse().getBytes(StandardCharsets.UTF_8));
        } else {
            HandlerResponse<byte[]> answer = protobuf.apply(body);
            ResponseWarnings.take().forEach(warning -> response.addHeader(ResponseWarnings.HEADER, warning));
            answer(response, answer.getStatusCode(), answer.getResponse());
        }
    }

    private Service.ErrorResponse error(Exception error) {
        Exception shown = isNoRequest(error)
                ? new WeirException(ErrorCode.PARAMETER_VALUE, "request is not of Avatica's protocol", error)
                : error;
        AvaticaRuntimeException translated = errors.translate(shown);
        return new Service.ErrorResponse(
                translated instanceof BatchFailure failed ? failed.onWire() : List.of(),
                translated.getErrorMessage(),
                translated.getErrorCode(),
                translated.getSqlState(),
                translated.getSeverity(),
                new Service.RpcMetadataResponse("weir"));
    }

    private static boolean isNoRequest(Exception error) {
        return error instanceof IOException
                || (error instanceof IllegalArgumentException
                        && UNKNOWN_REQUEST
                                .matcher(String.valueOf(error.getMessage()))
                                .matches());
    }

    private static int status(Exception error) {
        return isNoRequest(error) ? HttpURLConnection.HTTP_BAD_REQUEST : HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    /** Avatica's JSON, with errors of Weir's. */
    private final class JsonForm extends JsonHandler {
        private JsonForm(Service service) {
            super(service, NoopMetricsSystem.getInstance());
        }

        @Override
        public HandlerResponse<String> convertToErrorResponse(Exception error) {
            try {
                return new HandlerResponse<>(
                        JsonService.MAPPER.writeValueAsString(ProtocolHandler.this.error(error)), status(error));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Avatica's protobuf, with errors of Weir's. */
    private final class ProtobufForm extends ProtobufHandler {
        private final ProtobufTranslation translation;

        private ProtobufForm(Service service, ProtobufTranslation translation) {
            super(service, translation, NoopMetricsSystem.getInstance());
            this.translation = translation;
        }

        @Override
        public HandlerResponse<byte[]> convertToErrorResponse(Exception error) {
            try {
                return new HandlerResponse<>(
                        translation.serializeResponse(ProtocolHandler.this.error(error)), status(error));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void answer(HttpServletResponse response, int status, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(
                body.length > 0 && body[0] == '{' ? "application/json;charset=utf-8" : "application/octet-stream");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static void text(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=utf-8");
        response.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
