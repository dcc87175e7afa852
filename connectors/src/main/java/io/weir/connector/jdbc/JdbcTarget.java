package io.weir.connector.jdbc;

import io.weir.spi.data.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * A table in another database.
 *
 * @param name of the table here
 * @param tableName of the table there, perhaps with a schema before it
 * @param timeoutSeconds how long a statement may take
 * @param retries how often a look-up is tried again
 * @param cacheKeys as {@link io.weir.spi.connector.LookupTable#cacheKeys}
 * @param cacheMillis as {@link io.weir.spi.connector.LookupTable#cacheMillis}
 */
record JdbcTarget(
        String name,
        String url,
        String tableName,
        Optional<String> username,
        Optional<String> password,
        Schema schema,
        int timeoutSeconds,
        int retries,
        int cacheKeys,
        long cacheMillis) {
    /** A new connection that only reads. The driver is one that its service entry names. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        username.ifPresent(user -> properties.setProperty("user", user));
        password.ifPresent(secret -> properties.setProperty("password", secret));
        return DriverManager.getConnection(url, properties);
    }

    /** Without the password, which a record would print. */
    @Override
    public String toString() {
        return "table " + tableName + " at " + url.replaceAll("[?;].*", "");
    }
}
