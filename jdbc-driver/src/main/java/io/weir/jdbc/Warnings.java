package io.weir.jdbc;

import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** Warnings that nobody has cleared yet. Used by one thread. */
final class Warnings {
    private @Nullable SQLWarning first;

    @Nullable SQLWarning first() {
        return first;
    }

    void add(String message, String sqlState) {
        SQLWarning warning = new SQLWarning(message, sqlState);
        if (first == null) {
            first = warning;
        } else {
            first.setNextWarning(warning);
        }
    }

    void clear() {
        first = null;
    }
}
