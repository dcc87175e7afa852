package io.weir.server.catalog;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One change of an entry; several of them make a transaction.
 *
 * @param value the new value; null removes the entry
 */
public record Change(EntryKey key, @Nullable String value) {
    public Change {
        requireNonNull(key, "key is null");
    }

    public static Change put(EntryKind kind, String name, String value) {
        return new Change(new EntryKey(kind, name), requireNonNull(value, "value is null"));
    }

    public static Change remove(EntryKind kind, String name) {
        return new Change(new EntryKey(kind, name), null);
    }
}
