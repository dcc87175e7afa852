package io.weir.server.jdbc;

import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors as clients get them: SQLSTATE, number, message; never a stack trace, never the value of a secret. */
final class WireErrors {
    private static final Logger LOG = LoggerFactory.getLogger(WireErrors.class);

    private final UnaryOperator<String> redact;
    private final java.util.function.Supplier<String> errorIds;

    /** @param errorIds short random texts by which a user's complaint finds its line in the log */
    WireErrors(UnaryOperator<String> redact, java.util.function.Supplier<String> errorIds) {
        this.redact = redact;
        this.errorIds = errorIds;
    }

    AvaticaRuntimeException translate(Throwable error) {
        if (error instanceof AvaticaRuntimeException done) {
            return done;
        }
        if (error instanceof WeirException known && known.code().errorClass() != ErrorClass.INTERNAL) {
            return error(known.code(), redact.apply(known.getMessage()));
        }
        if (error instanceof StackOverflowError) {
            return error(ErrorCode.STATEMENT_TOO_COMPLEX, "statement is nested too deeply");
        }
        String id = errorIds.get();
        LOG.error("internal error error-id={}", id, error);
        return error(ErrorCode.INTERNAL_ERROR, "internal error; the server's log has it under error-id=" + id);
    }

    private static AvaticaRuntimeException error(ErrorCode code, String message) {
        int number = code == ErrorCode.UNAUTHORIZED ? ErrorResponse.UNAUTHORIZED_ERROR_CODE : code.number();
        return new AvaticaRuntimeException(message, number, code.sqlState(), AvaticaSeverity.ERROR);
    }

    /** For an id that is not known, and for one that belongs to somebody else: they cannot be told apart. */
    static AvaticaRuntimeException unknownConnection() {
        return new AvaticaRuntimeException(
                "connection is not open: it was closed, was idle for too long, or the server was restarted",
                ErrorResponse.MISSING_CONNECTION_ERROR_CODE,
                ErrorCode.UNKNOWN_CONNECTION.sqlState(),
                AvaticaSeverity.ERROR);
    }

    /**
     * Makes every error one that a client may see. NullPointerExceptions above all: in a fetch Avatica takes them for a
     * lost statement, and its driver then begins again for ever.
     */
    <T> T guarded(Callable<T> work) {
        try {
            return work.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw translate(new WeirException(ErrorCode.SERVER_SHUTTING_DOWN, "server is shutting down", e));
        } catch (Exception | StackOverflowError e) {
            throw translate(e);
        }
    }
}
