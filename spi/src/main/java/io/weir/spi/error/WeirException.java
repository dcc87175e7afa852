package io.weir.spi.error;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error that a user can see. Primary message: short, lower case, no full stop, the kind before the quoted name, the
 * value found and the value wanted. Then, if they help, a detail (a sentence) and a hint (what to do).
 *
 * <p>{@link #getMessage()} has it all: {@code 1:8: table "clicks" has no column "usr_id"\nDetail: ...\nHint: ...}.
 */
public final class WeirException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int LONG_WORD = 300;
    private static final Pattern LONG_WORDS =
            Pattern.compile("([^\\s\"']{100})[^\\s\"']{" + (LONG_WORD - 120) + ",}+(?<=([^\\s\"']{20}))");

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
        super(shortened(text(primary, position, detail, hint)), cause);
        this.code = requireNonNull(code, "code is null");
        this.primary = shortened(requireNonNull(primary, "primary is null"));
        this.position = position;
        this.detail = detail == null ? null : shortened(detail);
        this.hint = hint == null ? null : shortened(hint);
    }

    /**
     * With the middle of very long words left out: a name of thousands of characters, echoed, hides what is said about
     * it.
     */
    private static String shortened(String text) {
        return text.length() <= LONG_WORD ? text : LONG_WORDS.matcher(text).replaceAll("$1...$2");
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
