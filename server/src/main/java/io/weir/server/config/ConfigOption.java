package io.weir.server.config;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Option;

/**
 * An option and where it can be set.
 *
 * @param change what ALTER JOB ... SET of it does to a running job
 */
public record ConfigOption(Option<?> option, OptionScope scope, Change change) {
    /** How a job takes a new value over. */
    public enum Change {
        /** At once, while it runs. */
        LIVE,
        /** By a restart from a savepoint that is taken for it. */
        RESTART,
        /** Not at all: it is fixed when the job is created. */
        FIXED
    }

    public ConfigOption {
        requireNonNull(option, "option is null");
        requireNonNull(scope, "scope is null");
        requireNonNull(change, "change is null");
    }

    public String key() {
        return option.key();
    }
}
