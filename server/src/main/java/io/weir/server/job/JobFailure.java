package io.weir.server.job;

import static java.util.Objects.requireNonNull;

import io.weir.spi.error.WeirException;

/**
 * Why an attempt of a job ended.
 *
 * @param timeMillis since the epoch
 * @param cause for people
 */
public record JobFailure(long timeMillis, String cause) {
    public JobFailure {
        requireNonNull(cause, "cause is null");
    }

    /** What people are told of a cause. */
    static String text(Throwable cause) {
        return cause instanceof WeirException known ? String.valueOf(known.getMessage()) : "internal error: " + cause;
    }
}
