package io.weir.spi.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An error that a user can see. Primary message: short, lower case, no full stop, the kind before the quoted name, the value found and
 * the value wanted. Then, if they help, a detail (a sentence) and a hint (what to do).
 *
 * <p>{@link #getMessage()} has it all: {@code 1:8: table "clicks" has no column "usr_id"\nDetail: ...\nHint: ...}.
 */
public final class WeirException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String primary;
    private final @Nullable Position position;
    private final @Nullable String detail;
    private final @Nullable String hint;

    /** Line and column in the statement, both from 1. */
    public record Position(int line, int column) {}

    public WeirException(ErrorCode code, String primary) {
        this(code, primary, null, null, null, null);
    }

    public WeirException(ErrorCode code, String primary, @Nullable Throwable cause) {
        this(code, primary, null, null, null, cause);
    }

    private WeirException(
            ErrorCode code,
            String primary,
            @Nullable Position position,
            @Nullable String detail,
            @Nullable String hint,
            @Nullable Throwable cause) {
        super(text(primary, position, detail, hint), cause);
        this.code = requireNonNull(code, "code is null");
        this.primary = requireNonNull(primary, "primary is null");
        this.position = position;
        this.detail = detail;
        this.hint = hint;
    }

    private static String text(
            String primary, @Nullable Position position, @Nullable String detail, @Nullable String hint) {
        StringBuilder text = new StringBuilder();
        if (position != null) {
            text.append(position.line).append(':').append(position.column).append(": ");
        }
        text.append(primary);
        if (detail != null) {
            text.append("\nDetail: ").append(detail);
        }
        if (hint != null) {
            text.append("\nHint: ").append(hint);
        }
        return text.toString();
    }

    /** The same error at a place in the statement; a position that is already known is kept. */
    public WeirException at(int line, int column) {
        return position != null ? this : copy(new Position(line, column), detail, hint);
    }

    public WeirException withDetail(String newDetail) {
        return copy(position, newDetail, hint);
    }

    public WeirException withHint(String newHint) {
        return copy(position, detail, newHint);
    }

    private WeirException copy(@Nullable Position newPosition, @Nullable String newDetail, @Nullable String newHint) {
        WeirException copy = new WeirException(code, primary, newPosition, newDetail, newHint, getCause());
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    public ErrorCode code() {
        return code;
    }

    public String sqlState() {
        return code.sqlState();
    }

    /** The message without position, detail and hint. */
    public String primary() {
        return primary;
    }

    public @Nullable Position position() {
        return position;
    }

    public @Nullable String detail() {
        return detail;
    }

    public @Nullable String hint() {
        return hint;
    }
}
