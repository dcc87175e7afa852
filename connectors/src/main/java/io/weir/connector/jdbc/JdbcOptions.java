package io.weir.connector.jdbc;

import io.weir.spi.connector.LookupOptions;
import io.weir.spi.connector.Option;
import java.time.Duration;
import java.util.List;

/** The options of tables in other databases, with Flink's names. */
final class JdbcOptions {
    static final Option<String> URL =
            Option.text("url", null, "Where the database is, as its JDBC driver wants it: jdbc:postgresql://host/db.");
    static final Option<String> TABLE_NAME =
            Option.text("table-name", null, "The table in that database; a schema may stand before it, with a point.");
    static final Option<String> USERNAME = Option.text("username", null, "The user of the database.");
    static final Option<String> PASSWORD =
            Option.text("password", null, "The password of that user.").asSecret();
    static final Option<Duration> TIMEOUT = Option.duration(
            "lookup.timeout", "10 s", "After this time a look-up, or a connection, without an answer has failed.");

    static final List<Option<?>> ALL = List.of(
            URL,
            TABLE_NAME,
            USERNAME,
            PASSWORD,
            TIMEOUT,
            LookupOptions.CACHE_ROWS,
            LookupOptions.CACHE_TIME,
            LookupOptions.MAX_RETRIES);

    private JdbcOptions() {}
}
