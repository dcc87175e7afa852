package io.weir.jdbc.error;

import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exceptions users see. The class follows the SQLSTATE, so that frameworks that go by either come to the same
 * answer. What the server sends beyond SQLSTATE, code and message (stack traces, its address) is dropped.
 */
public final class SqlErrors {
    public static final String CANNOT_CONNECT = "08001";
    public static final String CONNECTION_CLOSED = "08003";
    public static final String CONNECTION_LOST = "08006";
    public static final String PROTOCOL_VIOLATION = "08P01";
    public static final String NOT_SUPPORTED = "0A000";
    public static final String NOT_A_QUERY = "07005";
    public static final String DATA = "22000";
    public static final String OUT_OF_RANGE = "22003";
    public static final String NOT_ENCODABLE = "22021";
    public static final String WRONG_ARGUMENT = "22023";
    public static final String CURSOR_STATE = "24000";
    public static final String ACTIVE_TRANSACTION = "25000";
    public static final String UNAUTHORIZED = "28000";
    public static final String NO_SUCH_COLUMN = "42703";
    public static final String OBJECT_STATE = "55000";
    public static final String CANCELLED = "57014";
    public static final String UNKNOWN = "HY000";

    /** What Avatica's client puts before every message of a server. */
    private static final String AVATICA_PREFIX = "Remote driver error: ";

    /** What a server of Weir adds to the error of a batch: {@code update-counts: 1 1}, one for each statement before. */
    private static final Pattern UPDATE_COUNTS = Pattern.compile("update-counts:( \\d{1,18})*");

    private SqlErrors() {}

    public static SQLException create(String sqlState, @Nullable String message) {
        return create(sqlState, message, 0, null);
    }

    public static SQLException create(String sqlState, @Nullable String message, int code, @Nullable Throwable cause) {
        return switch (sqlState.substring(0, 2)) {
            case "08" -> new SQLNonTransientConnectionException(message, sqlState, code, cause);
            case "0A" -> new SQLFeatureNotSupportedException(message, sqlState, code, cause);
            case "22" -> new SQLDataException(message, sqlState, code, cause);
            case "23" -> new SQLIntegrityConstraintViolationException(message, sqlState, code, cause);
            case "28" -> new SQLInvalidAuthorizationSpecException(message, sqlState, code, cause);
            case "40" -> new SQLTransactionRollbackException(message, sqlState, code, cause);
            case "42" -> new SQLSyntaxErrorException(message, sqlState, code, cause);
            default -> new SQLException(message, sqlState, code, cause);
        };
    }

    public static SQLException notSupported(String what) {
        return create(NOT_SUPPORTED, what + " is not supported by Weir");
    }

    /** For what would write through a result. */
    public static SQLException readOnly() {
        return create(NOT_SUPPORTED, "result sets of Weir are read-only: use UPDATE or DELETE");
    }

    /** For what would go back in a result, or jump. */
    public static SQLException forwardOnly() {
        return create(NOT_SUPPORTED, "result sets of Weir go forward only");
    }

    public static SQLException cancelled() {
        return create(CANCELLED, "statement was cancelled");
    }

    public static SQLException timedOut(int seconds) {
        return new SQLTimeoutException(
                "statement was cancelled: no answer within its query timeout of " + seconds + " s", CANCELLED);
    }

    /** The error as the server described it, and nothing more; {@link BatchUpdateException} if it tells what a batch has done. */
    public static SQLException fromServer(AvaticaClientRuntimeException e) {
        String message = e.getMessage() == null ? "the server reported an error without a message" : e.getMessage();
        if (message.startsWith(AVATICA_PREFIX)) {
            message = message.substring(AVATICA_PREFIX.length());
        }
        if (e.getErrorCode() == ErrorResponse.MISSING_CONNECTION_ERROR_CODE) {
            return create(CONNECTION_CLOSED, "the server no longer knows this connection: " + message);
        }
        if (e.getErrorCode() == ErrorResponse.UNAUTHORIZED_ERROR_CODE) {
            return create(UNAUTHORIZED, message, e.getErrorCode(), null);
        }
        String state = e.getSqlState();
        boolean usable = state != null && state.length() == 5 && !state.startsWith("00");
        String sqlState = usable ? state : UNKNOWN;
        long[] counts = updateCounts(e.getServerExceptions());
        return counts == null
                ? create(sqlState, message, e.getErrorCode(), null)
                : new BatchUpdateException(message, sqlState, e.getErrorCode(), counts, null);
    }

    /** Of the statements of a batch before the one that failed; null if the server does not say. */
    private static long @Nullable [] updateCounts(@Nullable List<String> texts) {
        String text = texts == null || texts.size() != 1 ? null : texts.get(0);
        return text == null || !UPDATE_COUNTS.matcher(text).matches()
                ? null
                : Pattern.compile(" ")
                        .splitAsStream(text)
                        .skip(1)
                        .mapToLong(Long::parseLong)
                        .toArray();
    }

    /** Whether this error means that the connection is of no more use. */
    public static boolean isConnectionLost(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("08");
    }
}
