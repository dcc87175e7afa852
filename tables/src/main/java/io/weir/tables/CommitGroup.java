package io.weir.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Transactions that go to disk together. Used by one thread, once.
 *
 * <p>What stands at the keys that they touch is read at once; then each transaction is checked and applied in memory,
 * leaving what stands at its keys behind for the next. One that is refused leaves nothing.
 */
final class CommitGroup implements AutoCloseable {
    static final String SEQUENCE = "sequence";
    static final String SINK = "sink/";

    private final TableDatabase database;
    private final WriteBatch batch = new WriteBatch();
    /** What stands at a key, as stored; null if nothing does. */
    private final Map<Bytes, byte @Nullable []> standing = new HashMap<>();

    /** How far the sinks of this group have come. */
    private final Map<String, @Nullable SinkMark> sinks = new HashMap<>();

    private long sequence;

    CommitGroup(TableDatabase database, long committed) {
        this.database = database;
        this.sequence = committed;
    }

    /** The number of the last transaction that was applied. */
    long sequence() {
        return sequence;
    }

    void read(List<Transaction> transactions) {
        LinkedHashSet<Bytes> keys = new LinkedHashSet<>();
        for (Transaction transaction : transactions) {
            for (Change change : transaction.changes()) {
                keys.add(new Bytes(change.table().storedKey(change.row())));
            }
        }
        read(database, database.rows(), new ArrayList<>(keys), standing);
    }

    static void read(
            TableDatabase database, ColumnFamilyHandle family, List<Bytes> keys, Map<Bytes, byte @Nullable []> into) {
        if (keys.isEmpty()) {
            return;
        }
        List<byte[]> wanted = keys.stream().map(Bytes::array).toList();
        List<ColumnFamilyHandle> families = Collections.nCopies(wanted.size(), family);
        List<byte[]> found = database.use("read", open -> open.multiGetAsList(families, wanted));
        for (int i = 0; i < keys.size(); i++) {
            into.put(keys.get(i), found.get(i));
        }
    }

    private record Touched(Relation table, byte[] row, byte @Nullable [] before) {}

    /** @throws io.weir.spi.error.WeirException if the transaction is refused; it has no effect then */
    void apply(Transaction transaction) {
        Transaction.Marker marker = transaction.marker();
        if (marker != null && isCommitted(marker)) {
            return;
        }
        Map<Bytes, Touched> touched = new LinkedHashMap<>();
        Map<Bytes, byte @Nullable []> own = new HashMap<>();
        for (Change change : transaction.changes()) {
            Bytes key = new Bytes(change.table().storedKey(change.row()));
            byte[] now = own.containsKey(key) ? own.get(key) : standing.get(key);
            touched.putIfAbsent(key, new Touched(change.table(), change.row(), now));
            own.put(key, after(change, key, now));
        }
        long number = sequence + 1;
        try {
            write(number, touched, own);
            if (marker != null) {
                batch.put(
                        database.meta(),
                        TableDatabase.metaKey(SINK + marker.sink()),
                        marker.mark().encode());
                for (byte[] prefix : marker.stagedPrefixes()) {
                    batch.deleteRange(database.staged(), prefix, after(prefix));
                }
                sinks.put(marker.sink(), marker.mark());
            }
        } catch (RocksDBException e) {
            throw new IllegalStateException("batch of writes took no more", e);
        }
        standing.putAll(own);
        sequence = number;
    }

    private boolean isCommitted(Transaction.Marker marker) {
        SinkMark mark = sinks.computeIfAbsent(marker.sink(), name -> SinkMark.of(database, name));
        return mark != null && mark.covers(marker.mark());
    }

    /** The first key behind all that begin with a prefix that does not end in FF. */
    static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        next[next.length - 1]++;
        return next;
    }

    private static byte @Nullable [] after(Change change, Bytes key, byte @Nullable [] now) {
        Relation table = change.table();
        byte[] row = change.row();
        long count = table.countOf(now);
        boolean isSame = now != null && (!table.isUnique() || Arrays.equals(table.rowOf(key.array(), now), row));
        switch (change.kind()) {
            case INSERT -> {
                if (table.isUnique() && now != null) {
                    throw TableErrors.duplicate(table, row);
                }
                return table.storedValue(row, count + 1);
            }
            case UPSERT -> {
                return table.storedValue(row, count + 1);
            }
            case DELETE -> {
                if (!isSame) {
                    throw TableErrors.conflict(table);
                }
                return removed(table, row, count);
            }
            case WITHDRAW -> {
                return isSame ? removed(table, row, count) : now;
            }
        }
        throw new IllegalStateException("change of kind " + change.kind());
    }

    private static byte @Nullable [] removed(Relation table, byte[] row, long count) {
        return count <= 1 ? null : table.storedValue(row, count - 1);
    }

    private void write(long number, Map<Bytes, Touched> touched, Map<Bytes, byte @Nullable []> own)
            throws RocksDBException {
        Map<Relation, LogWriter> logs = new LinkedHashMap<>();
        for (Map.Entry<Bytes, Touched> entry : touched.entrySet()) {
            byte[] key = entry.getKey().array();
            Relation table = entry.getValue().table();
            byte[] before = entry.getValue().before();
            byte[] after = own.get(entry.getKey());
            if (Arrays.equals(before, after)) {
                continue;
            }
            if (after == null) {
                batch.delete(table.rows(), key);
            } else {
                batch.put(table.rows(), key, after);
            }
            logs.computeIfAbsent(table, logged -> new LogWriter(logged, number, batch))
                    .add(key, before, after);
        }
        for (LogWriter log : logs.values()) {
            log.end();
        }
    }

    /** Makes it all durable and visible. */
    void write() {
        try {
            batch.put(database.meta(), TableDatabase.metaKey(SEQUENCE), Bytes.ofLong(sequence));
        } catch (RocksDBException e) {
            throw new IllegalStateException("batch of writes took no more", e);
        }
        database.writeDurably(batch);
    }

    @Override
    public void close() {
        batch.close();
    }
}
