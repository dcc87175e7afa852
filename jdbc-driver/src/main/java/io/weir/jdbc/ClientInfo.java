package io.weir.jdbc;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the program says about itself, kept for whoever asks; the server is told the application's name when the
 * connection is opened. Thread-safe.
 */
final class ClientInfo {
    private final Properties values = new Properties();

    synchronized void set(String name, @Nullable String value) {
        if (value == null) {
            values.remove(name);
        } else {
            values.setProperty(name, value);
        }
    }

    synchronized @Nullable String get(String name) {
        return values.getProperty(name);
    }

    synchronized Properties all() {
        return (Properties) values.clone();
    }
}
