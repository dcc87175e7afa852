package io.weir.server.config;

import io.weir.runtime.task.RestartStrategy;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code restart-strategy.*}: whether and when a failed job is started again. */
public final class RestartOptions {
    /** The choices of {@code restart-strategy.type}. */
    public enum Type {
        NONE,
        FIXED_DELAY,
        EXPONENTIAL_DELAY,
        FAILURE_RATE
    }

    public static final Option<Type> TYPE = Option.oneOf(
            "restart-strategy.type",
            Type.class,
            "exponential-delay",
            "Whether and when a failed job is started again. Errors that would come again are final.");
    public static final Option<Long> FIXED_ATTEMPTS = Option.integer(
            "restart-strategy.fixed-delay.attempts", "3", 0, Integer.MAX_VALUE, "How often a job is started again.");
    public static final Option<Duration> FIXED_DELAY =
            Option.duration("restart-strategy.fixed-delay.delay", "1 s", "Time before it is started again.");
    public static final Option<Duration> INITIAL_BACKOFF = Option.duration(
            "restart-strategy.exponential-delay.initial-backoff", "1 s", "Time before the first new start.");
    public static final Option<Duration> MAX_BACKOFF = Option.duration(
            "restart-strategy.exponential-delay.max-backoff", "1 min", "The longest time before a new start.");
    public static final Option<Double> MULTIPLIER = decimal(
            "restart-strategy.exponential-delay.backoff-multiplier",
            "1.5",
            1,
            100,
            "By how much the time grows from one new start to the next.");
    public static final Option<Double> JITTER = decimal(
            "restart-strategy.exponential-delay.jitter-factor",
            "0.1",
            0,
            1,
            "Up to this share is added to or taken from the time, so that jobs do not start together.");
    public static final Option<Duration> RESET_THRESHOLD = Option.duration(
            "restart-strategy.exponential-delay.reset-backoff-threshold",
            "1 h",
            "After so much time without a failure the time is the first one again.");
    public static final Option<Long> ATTEMPTS_BEFORE_RESET = Option.integer(
            "restart-strategy.exponential-delay.attempts-before-reset-backoff",
            String.valueOf(Integer.MAX_VALUE),
            1,
            Integer.MAX_VALUE,
            "How often a job is started again before that.");
    public static final Option<Long> RATE_FAILURES = Option.integer(
            "restart-strategy.failure-rate.max-failures-per-interval",
            "1",
            1,
            Integer.MAX_VALUE,
            "How many failures in the interval are borne.");
    public static final Option<Duration> RATE_INTERVAL =
            Option.duration("restart-strategy.failure-rate.failure-rate-interval", "1 min", "The interval.");
    public static final Option<Duration> RATE_DELAY =
            Option.duration("restart-strategy.failure-rate.delay", "1 s", "Time before a new start.");

    private RestartOptions() {}

    private static Option<Double> decimal(String key, String value, double least, double greatest, String meaning) {
        return new Option<>(key, text -> number(text, least, greatest), value, meaning, false);
    }

    private static double number(String text, double least, double greatest) {
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= greatest) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message that says what is wanted
        }
        throw new IllegalArgumentException(String.format(Locale.ROOT, "a number from %s to %s", least, greatest));
    }

    static List<ConfigOption> all() {
        return List.of(
                restart(TYPE),
                restart(FIXED_ATTEMPTS),
                restart(FIXED_DELAY),
                restart(INITIAL_BACKOFF),
                restart(MAX_BACKOFF),
                restart(MULTIPLIER),
                restart(JITTER),
                restart(RESET_THRESHOLD),
                restart(ATTEMPTS_BEFORE_RESET),
                restart(RATE_FAILURES),
                restart(RATE_INTERVAL),
                restart(RATE_DELAY));
    }

    private static ConfigOption restart(Option<?> option) {
        return new ConfigOption(option, OptionScope.JOB, ConfigOption.Change.RESTART);
    }

    static RestartStrategy read(Options options) {
        return switch (options.get(TYPE)) {
            case NONE -> new RestartStrategy.None();
            case FIXED_DELAY ->
                new RestartStrategy.FixedDelay(
                        options.get(FIXED_ATTEMPTS).intValue(),
                        options.get(FIXED_DELAY).toMillis());
            case EXPONENTIAL_DELAY -> exponential(options);
            case FAILURE_RATE ->
                new RestartStrategy.FailureRate(
                        options.get(RATE_FAILURES).intValue(),
                        Math.max(1, options.get(RATE_INTERVAL).toMillis()),
                        options.get(RATE_DELAY).toMillis());
        };
    }

    private static RestartStrategy exponential(Options options) {
        long initial = Math.max(1, options.get(INITIAL_BACKOFF).toMillis());
        long greatest = options.get(MAX_BACKOFF).toMillis();
        if (greatest < initial) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option '" + MAX_BACKOFF.key() + "' wants at least '" + INITIAL_BACKOFF.key() + "' (" + initial
                            + " ms), found " + greatest + " ms");
        }
        return new RestartStrategy.ExponentialDelay(
                initial,
                greatest,
                options.get(MULTIPLIER),
                options.get(JITTER),
                options.get(RESET_THRESHOLD).toMillis(),
                options.get(ATTEMPTS_BEFORE_RESET).intValue());
    }
}
