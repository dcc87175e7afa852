package io.weir.server.job;

import static java.util.Objects.requireNonNull;

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
}
