package io.weir.jdbc;

import io.weir.jdbc.error.SqlErrors;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A URL and its properties, taken apart and checked.
 *
 * <pre>
 * jdbc:weir:                                    127.0.0.1, port 8765
 * jdbc:weir://host:port;name=value;name=value
 * jdbc:weir://host:port/schema?name=value&amp;name=value
 * </pre>
 *
 * <p>Values in a URL are percent-decoded. What the URL says goes before what the {@code Properties} say.
 *
 * @param url the URL without its properties, as shown in {@code DatabaseMetaData.getURL()}; never holds a password
 * @param server where requests are posted
 * @param values the properties of the driver that were given
 * @param sessionOptions the options of the session: every name with a dot
 * @param ignored names in the {@code Properties} that mean nothing here; pools and frameworks put their own into it
 */
record ConnectionSettings(
        String url,
        URI server,
        Map<DriverProperty, String> values,
        Map<String, String> sessionOptions,
        List<String> ignored) {
    static final String PREFIX = "jdbc:weir:";
    static final String DEFAULT_HOST = "127.0.0.1";
    static final int DEFAULT_PORT = 8765;

    static boolean accepts(@Nullable String url) {
        if (url == null || !url.startsWith(PREFIX)) {
            return false;
        }
        String rest = url.substring(PREFIX.length());
        return rest.isEmpty() || rest.startsWith("//") || rest.startsWith(";") || rest.startsWith("?");
    }

    /** Throws a SQLException with SQLSTATE 08001 that says what is wrong and what was meant. */
    static ConnectionSettings parse(String url, Properties info) throws SQLException {
        String rest = url.substring(PREFIX.length());
        int end = firstOf(rest, ";?");
        String address = rest.substring(0, end);
        String properties = rest.substring(end);

        Map<DriverProperty, String> values = new EnumMap<>(DriverProperty.class);
        Map<String, String> options = new TreeMap<>();
        List<String> ignored = new ArrayList<>();
        for (String name : info.stringPropertyNames()) {
            DriverProperty property = DriverProperty.find(name);
            if (property != null) {
                values.put(property, info.getProperty(name));
            } else if (name.contains(".")) {
                options.put(name, info.getProperty(name));
            } else {
                ignored.add(name);
            }
        }
        String authority = address.startsWith("//") ? address.substring(2) : address;
        int slash = authority.indexOf('/');
        if (slash >= 0) {
            String schema = decode(authority.substring(slash + 1));
            if (schema.contains("/")) {
                throw wrong("the path of a URL is the name of a schema, found \"" + schema + "\"");
            }
            if (!schema.isEmpty()) {
                values.put(DriverProperty.SCHEMA, schema);
            }
            authority = authority.substring(0, slash);
        }
        readProperties(properties, values, options);

        boolean ssl = Boolean.parseBoolean(valueOf(values, DriverProperty.SSL));
        URI server = server(authority, ssl);
        String plainUrl = PREFIX + "//" + server.getHost() + ":" + server.getPort();
        ConnectionSettings settings =
                new ConnectionSettings(plainUrl, server, Map.copyOf(values), Map.copyOf(options), List.copyOf(ignored));
        settings.check();
        return settings;
    }

    @Nullable String get(DriverProperty property) {
        return valueOf(values, property);
    }

    /** A property that counts something; {@code check} has seen that it is a number. */
    int number(DriverProperty property) {
        String value = get(property);
        return value == null ? 0 : Integer.parseInt(value);
    }

    /**
     * Seconds to wait when a connection is opened: as the property says, or what the program told
     * {@link DriverManager}.
     */
    int connectTimeoutSeconds() {
        int login = DriverManager.getLoginTimeout(); // set for the whole JVM, by pools too
        return login > 0 && !values.containsKey(DriverProperty.CONNECT_TIMEOUT)
                ? login
                : number(DriverProperty.CONNECT_TIMEOUT);
    }

    ZoneId zone() {
        String name = get(DriverProperty.TIME_ZONE);
        return name == null ? ZoneId.systemDefault() : ZoneId.of(name);
    }

    /** No password in logs. */
    @Override
    public String toString() {
        return url;
    }

    private void check() throws SQLException {
        for (DriverProperty property : List.of(
                DriverProperty.FETCH_SIZE,
                DriverProperty.QUERY_TIMEOUT,
                DriverProperty.CONNECT_TIMEOUT,
                DriverProperty.NETWORK_TIMEOUT,
                DriverProperty.HEARTBEAT)) {
            int least = property == DriverProperty.FETCH_SIZE ? 1 : 0;
            String value = get(property);
            if (value == null || !value.matches("[0-9]{1,9}") || Integer.parseInt(value) < least) {
                throw wrong("property \"" + property.propertyName() + "\" is \"" + value
                        + "\", wanted a whole number from " + least + " to 999999999");
            }
        }
        for (DriverProperty property : DriverProperty.values()) {
            String value = get(property);
            if (value != null
                    && !property.choices().isEmpty()
                    && !property.choices().contains(value)) {
                throw wrong("property \"" + property.propertyName() + "\" is \"" + value + "\", wanted one of "
                        + String.join(", ", property.choices()));
            }
        }
        try {
            zone();
        } catch (DateTimeException e) {
            throw wrong("property \"timeZone\" is \"" + get(DriverProperty.TIME_ZONE)
                    + "\", wanted a zone like \"Europe/Berlin\" or \"+02:00\"");
        }
    }

    private static void readProperties(String text, Map<DriverProperty, String> values, Map<String, String> options)
            throws SQLException {
        // Either separator, whichever began it: tools write both.
        for (String pair : text.split("[;?&]", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw wrong("\"" + pair + "\" in the URL is not name=value");
            }
            String name = decode(pair.substring(0, equals).strip());
            String value = decode(pair.substring(equals + 1).strip());
            DriverProperty property = DriverProperty.find(name);
            if (property != null) {
                values.put(property, value);
            } else if (name.contains(".")) {
                options.put(name, value);
            } else {
                throw unknown(name);
            }
        }
    }

    private static SQLException unknown(String name) {
        DriverProperty nearest = DriverProperty.nearest(name);
        return wrong("the URL has an unknown property \"" + name + "\"\nHint: "
                + (nearest == null
                        ? "The properties are " + DriverProperty.names() + "."
                        : "Did you mean \"" + nearest.propertyName() + "\"?"));
    }

    private static URI server(String authority, boolean ssl) throws SQLException {
        String scheme = ssl ? "https" : "http";
        String withHost = authority.isEmpty() ? DEFAULT_HOST : authority;
        if (withHost.startsWith(":")) {
            withHost = DEFAULT_HOST + withHost;
        }
        try {
            URI uri = new URI(scheme + "://" + withHost + "/");
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getPort() == 0 || uri.getPort() > 65535) {
                throw wrong("\"" + authority + "\" in the URL is not host:port");
            }
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            return new URI(scheme, null, uri.getHost(), port, "/", null, null);
        } catch (URISyntaxException e) {
            throw wrong("\"" + authority + "\" in the URL is not host:port");
        }
    }

    private static @Nullable String valueOf(Map<DriverProperty, String> values, DriverProperty property) {
        String value = values.get(property);
        return value == null ? property.defaultValue() : value;
    }

    private static String decode(String text) throws SQLException {
        try {
            // A plus stays a plus: only forms use it for a space.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("\"" + text + "\" in the URL has a % that is not followed by two hexadecimal digits");
        }
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static SQLException wrong(String message) {
        return SqlErrors.create(SqlErrors.CANNOT_CONNECT, message);
    }
}
