package io.weir.tables;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/**
 * Reads the rows of a relation as of a pin, in the order of their keys: those of RocksDB's snapshot, with what the
 * overlay says in their place. Not thread-safe.
 */
final class RelationScan implements AutoCloseable {
    private final TableDatabase database;
    private final Relation relation;
    private final byte[] prefix;
    private final byte[] first;
    private final boolean skipsFirst;
    private final RocksIterator rows;
    private final Runnable free;
    private final Iterator<Map.Entry<Bytes, byte @Nullable []>> overlay;
    private boolean started;
    private Map.@Nullable Entry<Bytes, byte @Nullable []> pending;

    private byte[] key = new byte[0];
    private byte[] value = new byte[0];

    RelationScan(
            TableDatabase database,
            Relation relation,
            ReadOptions options,
            byte[] prefix,
            NavigableMap<Bytes, byte @Nullable []> overlay,
            byte @Nullable [] after) {
        this.database = database;
        this.relation = relation;
        this.prefix = prefix;
        this.first = after == null ? prefix : after;
        this.skipsFirst = after != null;
        SortedMap<Bytes, byte @Nullable []> behind = overlay.tailMap(new Bytes(first), after == null);
        this.overlay = behind.entrySet().iterator();
        rows = database.use("read", open -> open.newIterator(relation.rows(), options));
        free = rows::close;
        database.pinned(free);
    }

    /**
     * Goes to the next row.
     *
     * @return whether there is one
     */
    boolean next() {
        return database.use("read", open -> {
            if (!started) {
                started = true;
                rows.seek(first);
                if (skipsFirst && rows.isValid() && Arrays.equals(rows.key(), first)) {
                    rows.next();
                }
                advanceOverlay();
            }
            while (true) {
                rows.status();
                byte[] stored = rows.isValid() ? rows.key() : null;
                if (stored != null && !Bytes.startsWith(stored, prefix)) {
                    stored = null;
                }
                Map.Entry<Bytes, byte @Nullable []> changed = pending;
                if (changed == null) {
                    if (stored == null) {
                        return false;
                    }
                    key = stored;
                    value = rows.value();
                    rows.next();
                    return true;
                }
                int order = stored == null
                        ? 1
                        : Arrays.compareUnsigned(stored, changed.getKey().array());
                if (stored != null && order < 0) {
                    key = stored;
                    value = rows.value();
                    rows.next();
                    return true;
                }
                if (order == 0) {
                    rows.next();
                }
                byte[] before = changed.getValue();
                advanceOverlay();
                if (before != null) {
                    key = changed.getKey().array();
                    value = before;
                    return true;
                }
            }
        });
    }

    private void advanceOverlay() {
        pending = overlay.hasNext() ? overlay.next() : null;
        if (pending != null && !Bytes.startsWith(pending.getKey().array(), prefix)) {
            pending = null;
        }
    }

    /** The row, all columns. */
    byte[] row() {
        return relation.rowOf(key, value);
    }

    /** How often the row is there. */
    long count() {
        return relation.countOf(value);
    }

    /** Where it stands, for {@link ReadPin#lookUp}. */
    byte[] key() {
        return key;
    }

    @Override
    public void close() {
        database.release(() -> {
            database.unpinned(free);
            free.run();
        });
    }
}
