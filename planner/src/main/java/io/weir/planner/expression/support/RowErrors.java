package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;

/** Turns what an expression threw for a row into an error that names the expression. */
final class RowErrors {
    private RowErrors() {}

    /** {@code expression} is its text, as far as it is known. */
    static WeirException of(RuntimeException cause, String expression) {
        WeirException error = cause instanceof WeirException weir ? weir : wrap(cause);
        return error.detail() == null && !expression.isEmpty()
                ? error.withDetail("The expression is " + expression + ".")
                : error;
    }

    /**
     * Whether a job that goes on after bad rows may go on after this: not after errors of systems or of Weir itself.
     */
    static boolean concernsRow(RuntimeException error) {
        return !(error instanceof WeirException weir)
                || weir.code().errorClass() == ErrorClass.USER
                || weir.code() == ErrorCode.LIMIT_EXCEEDED;
    }

    private static WeirException wrap(RuntimeException cause) {
        String message = message(cause);
        if (cause instanceof ArithmeticException) {
            // Java says "/ by zero" for numbers, and BigDecimal "Division by zero" or "Division undefined".
            if (message.contains("by zero") || message.contains("undefined")) {
                return new WeirException(ErrorCode.DIVISION_BY_ZERO, "division by zero", cause);
            }
            return new WeirException(ErrorCode.NUMERIC_OVERFLOW, "result is out of range of its type", cause);
        }
        String primary = "expression has no value for a row";
        return new WeirException(ErrorCode.ROW_ERROR, message.isEmpty() ? primary : primary + ": " + message, cause);
    }

    /**
     * What a library says, without the names of its classes and without its second line, which says where its reader
     * stood.
     */
    private static String message(Throwable error) {
        Throwable innermost = error;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String text = innermost.getMessage() == null ? "" : innermost.getMessage();
        return text.lines().findFirst().orElse("").replaceAll("\\b(?:[a-z][a-z0-9_]*\\.)+[A-Z]\\w*(?:: )?", "");
    }
}
