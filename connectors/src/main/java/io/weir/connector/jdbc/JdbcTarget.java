package io.weir.connector.jdbc;

import io.weir.spi.data.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A table in another database.
 *
 * @param name of the table here
 * @param tableName of the table there, perhaps with a schema before it
 * @param timeoutSeconds how long a connection and a statement may take, each
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
    /** Beyond the time that a statement is given, until what it waits for is taken for lost. */
    private static final int NETWORK_GRACE_SECONDS = 5;

    /**
     * A new connection that only reads. The driver is one that its service entry names. Waits no longer than a
     * statement may take.
     */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        username.ifPresent(user -> properties.setProperty("user", user));
        password.ifPresent(secret -> properties.setProperty("password", secret));
        Connection connection =
                BoundedCalls.run(() -> DriverManager.getConnection(url, properties), timeoutSeconds, JdbcTarget::close);
        try {
            // A driver keeps to the time of a statement by asking the database to stop, which one that is gone cannot.
            int millis = (int) TimeUnit.SECONDS.toMillis(timeoutSeconds + NETWORK_GRACE_SECONDS);
            connection.setNetworkTimeout(Runnable::run, millis);
        } catch (SQLException | AbstractMethodError e) {
            return connection; // the driver has no such thing
        }
        return connection;
    }

    /** Nothing was written by it, so nothing is lost. */
    static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            return;
        }
    }

    /** The table there, each part of its name in the quotes of the database. */
    String quotedTable(Connection connection) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (String part : tableName.split("\\.")) {
            parts.add(quoted(part, connection));
        }
        return String.join(".", parts);
    }

    static String quoted(String name, Connection connection) throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString().strip();
        return quote + name.replace(quote.isEmpty() ? "\0" : quote, quote + quote) + quote;
    }

    /** Without the password, which a record would print, and which may stand in the address. */
    @Override
    public String toString() {
        return "table " + tableName + " at " + url.replaceAll("[?;].*", "").replaceAll("//[^/]*@", "//");
    }
}
