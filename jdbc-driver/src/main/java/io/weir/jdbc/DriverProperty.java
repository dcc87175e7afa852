package io.weir.jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a URL or the {@code Properties} of a connection may set. Names with a dot are not listed here: they are options
 * of the session ({@code execution.checkpointing.interval}), handed to the server as {@code SET} would, and checked
 * there.
 */
enum DriverProperty {
    USER("user", null, "Name of the user."),
    PASSWORD(
            "password",
            null,
            "Password of the user. Sent when the connection is opened: use ssl=true outside the machine."),
    SCHEMA("schema", null, "Schema in which unqualified names are looked up first."),
    CATALOG("catalog", null, "Catalog in which unqualified names are looked up first."),
    TIME_ZONE(
            "timeZone",
            null,
            "Zone in which java.sql.Timestamp and Date are read and written. Default: the zone of the JVM."),
    FETCH_SIZE("fetchSize", "2000", "Most rows in one answer of the server, when the statement does not say."),
    QUERY_TIMEOUT(
            "queryTimeout",
            "0",
            "Seconds an execute or next() may wait, when the statement does not say. 0 means for ever."),
    CONNECT_TIMEOUT("connectTimeout", "10", "Seconds to wait for the server when a connection is opened."),
    NETWORK_TIMEOUT(
            "networkTimeout",
            "0",
            "Seconds to wait for any answer of the server. 0 means as long as the statement takes."),
    HEARTBEAT(
            "heartbeat",
            "15",
            "Seconds after which the server hears of a program that has a statement open, so that it can tell one that"
                    + " reads slowly from one that is gone. 0 means never."),
    SSL("ssl", "false", "Use HTTPS.", "true", "false"),
    TRUST_STORE("trustStore", null, "File (PKCS12 or JKS) with the certificates to trust. Default: those of the JVM."),
    TRUST_STORE_PASSWORD("trustStorePassword", null, "Password of the trust store."),
    APPLICATION_NAME("applicationName", null, "Name of the program, shown to the operator of the server.");

    private final String propertyName;
    private final @Nullable String defaultValue;
    private final String description;
    private final List<String> choices;

    DriverProperty(String propertyName, @Nullable String defaultValue, String description, String... choices) {
        this.propertyName = propertyName;
        this.defaultValue = defaultValue;
        this.description = description;
        this.choices = List.of(choices);
    }

    String propertyName() {
        return propertyName;
    }

    @Nullable String defaultValue() {
        return defaultValue;
    }

    String description() {
        return description;
    }

    /** The only values accepted; empty if any is. */
    List<String> choices() {
        return choices;
    }

    /** The property of that name, in any case, or null. */
    static @Nullable DriverProperty find(String name) {
        for (DriverProperty property : values()) {
            if (property.propertyName.equalsIgnoreCase(name)) {
                return property;
            }
        }
        return null;
    }

    /** The property whose name takes the fewest changes of a letter to become {@code name}, or null if none is near. */
    static @Nullable DriverProperty nearest(String name) {
        String wanted = plain(name);
        DriverProperty nearest = null;
        int fewest = Math.max(2, wanted.length() / 2);
        for (DriverProperty property : values()) {
            String candidate = plain(property.propertyName);
            int changes =
                    candidate.startsWith(wanted) || wanted.startsWith(candidate) ? 1 : distance(wanted, candidate);
            if (changes < fewest) {
                fewest = changes;
                nearest = property;
            }
        }
        return nearest;
    }

    static String names() {
        return String.join(
                ", ", Arrays.stream(values()).map(DriverProperty::propertyName).toList());
    }

    /** {@code fetch_size} and {@code fetch-size} are near to {@code fetchSize}. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Levenshtein distance. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
