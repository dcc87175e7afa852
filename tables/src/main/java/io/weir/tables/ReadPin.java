package io.weir.tables;

import io.weir.spi.data.RowKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * The state of all tables and views behind one transaction, for as long as it is held; nobody waits for it.
 *
 * <p>Underneath is a RocksDB snapshot, which may be newer than the state wanted (a table goes on while views are
 * brought forward): for the relations that are ahead, what their logs say has happened since is taken back in memory.
 * Thread-safe; counted: freed when everybody who has retained it has released it.
 */
public final class ReadPin implements AutoCloseable {
    private static final int MAX_UNDONE_KEYS = 1_000_000;

    private final TableStore store;
    private final TableDatabase database;
    private final ReadOptions options;
    private final Runnable free;
    private long sequence;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final Map<Integer, NavigableMap<Bytes, byte @Nullable []>> undone = new HashMap<>();

    private ReadPin(TableStore store, TableDatabase database, long wanted) {
        this.store = store;
        this.database = database;
        Snapshot snapshot = database.use("read", open -> open.getSnapshot());
        options = new ReadOptions().setSnapshot(snapshot);
        free = () -> database.use("release", open -> {
            options.close();
            open.releaseSnapshot(snapshot);
            return open;
        });
        byte[] newest = database.meta(CommitGroup.SEQUENCE, options);
        long newestSequence = newest == null ? 0 : Bytes.longAt(newest, 0);
        sequence = Math.min(wanted, newestSequence);
    }

    static ReadPin newest(TableStore store, TableDatabase database) {
        return new ReadPin(store, database, Long.MAX_VALUE);
    }

    static ReadPin at(TableStore store, TableDatabase database, long sequence) {
        return new ReadPin(store, database, sequence);
    }

    /**
     * Goes back, if need be, to where a view stands: to be called for every view before anything is read.
     *
     * @throws WeirException (WRONG_OBJECT_STATE) if the view has no rows yet
     */
    public synchronized void include(Relation relation) {
        long present = store.sequence(relation, options);
        if (present < 0) {
            throw new WeirException(ErrorCode.WRONG_OBJECT_STATE, relation + " is being built");
        }
        sequence = Math.min(sequence, present);
    }

    /** The number of the last transaction that is seen. */
    public synchronized long sequence() {
        return sequence;
    }

    ReadPin retain() {
        int before = holders.getAndUpdate(count -> count == 0 ? 0 : count + 1);
        if (before == 0) {
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "statement has ended");
        }
        return this;
    }

    /** Gives back what {@link TableStore#pin} or {@link #retain} gave; once for each. */
    @Override
    public void close() {
        if (holders.decrementAndGet() == 0 && !database.isClosed()) {
            database.release(free);
        }
    }

    /** All rows of a relation, in the order of their bytes. Must be closed. */
    RelationScan scan(Relation relation) {
        return lookUp(relation, new byte[0], null);
    }

    /**
     * The rows whose bytes begin with a prefix: the values of some of the first key columns, or none.
     *
     * @param after the stored key behind which to begin; null for the first
     */
    RelationScan lookUp(Relation relation, byte[] keyPrefix, byte @Nullable [] after) {
        NavigableMap<Bytes, byte @Nullable []> overlay = overlay(relation);
        ByteArrayBuilder prefix = new ByteArrayBuilder(Integer.BYTES + keyPrefix.length);
        prefix.putInt(relation.number());
        prefix.putBytes(keyPrefix);
        return new RelationScan(database, relation, options, prefix.build(), overlay, after);
    }

    private synchronized NavigableMap<Bytes, byte @Nullable []> overlay(Relation relation) {
        NavigableMap<Bytes, byte @Nullable []> known = undone.get(relation.number());
        if (known == null) {
            known = undo(relation);
            undone.put(relation.number(), known);
        }
        return known;
    }

    /** What stood at each key that has changed since. */
    private NavigableMap<Bytes, byte @Nullable []> undo(Relation relation) {
        NavigableMap<Bytes, byte @Nullable []> before = new TreeMap<>();
        long present = store.sequence(relation, options);
        if (relation.isView() && present < sequence) {
            throw new WeirException(
                    ErrorCode.WRONG_OBJECT_STATE,
                    relation + " has been brought to change " + present + ", and change " + sequence + " is wanted");
        }
        if (present <= sequence) {
            return before;
        }
        if (store.logStart(relation) > sequence) {
            throw TableErrors.gone(relation, sequence + 1, store.logStart(relation) + 1);
        }
        try (LogScan log = new LogScan(database, relation, options, sequence, 0)) {
            Map<Bytes, Long> counts = new HashMap<>();
            for (List<LogChunk.Entry> chunk = log.next(); chunk != null; chunk = log.next()) {
                for (LogChunk.Entry entry : chunk) {
                    Bytes key = new Bytes(relation.storedKey(entry.row()));
                    if (relation.isUnique()) {
                        boolean wasThere = RowKind.withdraws(entry.kind());
                        // Only the first thing that happened to a key tells what stood there: +U follows on its -U.
                        if (!before.containsKey(key)) {
                            before.put(key, wasThere ? relation.storedValue(entry.row(), 1) : null);
                        }
                    } else {
                        counts.merge(key, (long) RowKind.sign(entry.kind()), Long::sum);
                    }
                }
                if (before.size() + counts.size() > MAX_UNDONE_KEYS) {
                    throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            relation + " has changed at more than " + MAX_UNDONE_KEYS + " keys since change "
                                    + sequence);
                }
            }
            for (Map.Entry<Bytes, Long> change : counts.entrySet()) {
                byte[] key = change.getKey().array();
                byte[] now = database.use("read", open -> open.get(relation.rows(), options, key));
                long count = relation.countOf(now) - change.getValue();
                before.put(change.getKey(), count <= 0 ? null : Bytes.ofLong(count));
            }
        }
        return before;
    }

    TableDatabase database() {
        return database;
    }
}
