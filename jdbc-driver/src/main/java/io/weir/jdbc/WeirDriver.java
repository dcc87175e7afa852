package io.weir.jdbc;

import io.weir.jdbc.error.SqlErrors;
import io.weir.jdbc.wire.DriverVersion;
import io.weir.jdbc.wire.HttpClients;
import io.weir.jdbc.wire.HttpTransport;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver for {@code jdbc:weir://host:port;name=value...}. Found by {@link DriverManager} through its service entry.
 *
 * <p>The URL, the properties and the behaviour are described in {@code docs/jdbc.md}.
 */
public final class WeirDriver implements Driver {
    static {
        try {
            DriverManager.registerDriver(new WeirDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Creates a driver that is not registered. */
    public WeirDriver() {}

    @Override
    public @Nullable Connection connect(@Nullable String url, @Nullable Properties info) throws SQLException {
        if (url == null || !acceptsURL(url)) {
            return null; // by contract: another driver's URL
        }
        ConnectionSettings settings = ConnectionSettings.parse(url, info == null ? new Properties() : info);
        HttpClient client = HttpClients.of(new HttpClients.Settings(
                Boolean.parseBoolean(settings.get(DriverProperty.SSL)),
                settings.connectTimeoutSeconds(),
                settings.get(DriverProperty.TRUST_STORE),
                settings.get(DriverProperty.TRUST_STORE_PASSWORD)));
        return WeirConnection.open(settings, new HttpTransport(client, settings.server()));
    }

    @Override
    public boolean acceptsURL(@Nullable String url) {
        return ConnectionSettings.accepts(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties info) {
        ConnectionSettings settings = null;
        try {
            if (url != null && acceptsURL(url)) {
                settings = ConnectionSettings.parse(url, info == null ? new Properties() : info);
            }
        } catch (SQLException e) {
            settings = null; // tools ask while the user is still typing
        }
        List<DriverPropertyInfo> all = new ArrayList<>();
        for (DriverProperty property : DriverProperty.values()) {
            String value = settings == null ? property.defaultValue() : settings.get(property);
            DriverPropertyInfo shown = new DriverPropertyInfo(property.propertyName(), value);
            shown.description = property.description();
            if (!property.choices().isEmpty()) {
                shown.choices = property.choices().toArray(String[]::new);
            }
            all.add(shown);
        }
        return all.toArray(DriverPropertyInfo[]::new);
    }

    @Override
    public int getMajorVersion() {
        return DriverVersion.MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return DriverVersion.MINOR;
    }

    /**
     * False: the full SQL-92 entry level and transactions, which the test suite of JDBC asks for, are not Weir's aim.
     */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    /** The driver logs nothing: what goes wrong is in the exceptions. */
    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the driver does not log", SqlErrors.NOT_SUPPORTED);
    }
}
