package io.weir.jdbc.wire;

/**
 * A request that brought no answer, on its way through Avatica's client, whose methods declare no exceptions.
 * {@link Rpc} turns it into a {@code SQLException}; it never reaches a user.
 */
final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why there is no answer. */
    enum Kind {
        /** Nobody listens there. */
        UNREACHABLE,
        /** The connection broke under way: whether the request was carried out is not known. */
        LOST,
        /** No answer in the time allowed. */
        TIMED_OUT,
        /** Another thread cancelled or closed, or interrupted this one. */
        INTERRUPTED,
        /** Somebody answered, but not a Weir server. */
        NOT_WEIR,
        /** The server wants a user it did not get. */
        UNAUTHORIZED
    }

    private final Kind kind;

    TransportException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    TransportException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
