package io.weir.spi.connector;

import java.time.Duration;

/** Options of tables that can be looked up, with Flink's names. */
public final class LookupOptions {
    public static final Option<Long> CACHE_ROWS = Option.integer(
            "lookup.partial-cache.max-rows",
            "10000",
            0,
            10_000_000,
            "How many keys a subtask of a look-up join remembers with what was found for them; 0: none.");
    public static final Option<Duration> CACHE_TIME = Option.duration(
            "lookup.partial-cache.expire-after-write",
            "10 min",
            "How long a look-up join remembers what was found; 0: for ever.");
    public static final Option<Duration> RELOAD_INTERVAL = Option.duration(
            "lookup.full-cache.periodic-reload.interval",
            "10 min",
            "How often a table that is read whole for look-ups is read again; 0: never.");
    public static final Option<Long> FULL_CACHE_ROWS = Option.integer(
            "lookup.full-cache.max-rows",
            "1000000",
            1,
            100_000_000,
            "How many rows a table may have that is read whole for look-ups.");
    public static final Option<Long> MAX_RETRIES =
            Option.integer("lookup.max-retries", "3", 0, 100, "How often a look-up that failed is tried again.");

    private LookupOptions() {}
}
