package io.weir.server.catalog;

import static java.util.Objects.requireNonNull;

/**
 * Names an entry of the catalog.
 *
 * @param name unique among the entries of its kind, in the form in which names are compared
 */
public record EntryKey(EntryKind kind, String name) {
    public EntryKey {
        requireNonNull(kind, "kind is null");
        requireNonNull(name, "name is null");
    }
}
