package io.weir.runtime.task;

import static io.weir.spi.Checks.checkArgument;

/**
 * Whether and when a failed job is started again: {@code restart-strategy.type} and its options. Errors that a restart
 * would only meet again (the user's rows or statement) are final whatever the strategy.
 */
public sealed interface RestartStrategy {
    /** Production default: for ever, less and less often, forgiven after some time of running. */
    RestartStrategy DEFAULT = new ExponentialDelay(1_000, 60_000, 1.5, 0.1, 3_600_000, Integer.MAX_VALUE);

    /** Never. */
    record None() implements RestartStrategy {}

    /** A number of times, after a fixed delay. */
    record FixedDelay(int attempts, long delayMillis) implements RestartStrategy {
        public FixedDelay {
            checkArgument(attempts >= 0 && delayMillis >= 0, "%s attempts with delay %s ms", attempts, delayMillis);
        }
    }

    /**
     * After a delay that grows.
     *
     * @param jitter up to this share is added to or taken from the delay
     * @param resetAfterMillis after so much time without a failure the delay is the initial one again
     * @param attempts before the first reset
     */
    record ExponentialDelay(
            long initialMillis, long maxMillis, double multiplier, double jitter, long resetAfterMillis, int attempts)
            implements RestartStrategy {
        public ExponentialDelay {
            checkArgument(
                    initialMillis >= 1 && maxMillis >= initialMillis && multiplier >= 1 && jitter >= 0 && jitter <= 1,
                    "exponential delay from %s to %s ms by %s, jitter %s",
                    initialMillis,
                    maxMillis,
                    multiplier,
                    jitter);
        }
    }

    /** As long as there were no more than some failures in an interval. */
    record FailureRate(int maxFailures, long intervalMillis, long delayMillis) implements RestartStrategy {
        public FailureRate {
            checkArgument(
                    maxFailures >= 1 && intervalMillis >= 1 && delayMillis >= 0,
                    "failure rate %s per %s ms, delay %s ms",
                    maxFailures,
                    intervalMillis,
                    delayMillis);
        }
    }
}
