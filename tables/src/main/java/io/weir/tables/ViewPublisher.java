package io.weir.tables;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Brings views forward, each by all changes of an epoch in one step: rows, log and the number it then stands at. Any
 * thread; one at a time for each view.
 */
final class ViewPublisher {
    private static final String VIEW_SEQUENCE = "view-sequence/";

    private final TableDatabase database;
    private final LogRetention retention;
    /** Up to which number a view has been brought. */
    private final Map<Integer, Long> sequences = new ConcurrentHashMap<>();

    ViewPublisher(TableDatabase database, LogRetention retention) {
        this.database = database;
        this.retention = retention;
    }

    /** Up to which number a view has been brought; -1 if it has no rows yet. */
    long sequence(Relation view) {
        return sequences.getOrDefault(view.number(), -1L);
    }

    /** As {@link #sequence}, as of a snapshot. */
    long sequence(Relation view, ReadOptions snapshot) {
        byte[] stored = database.meta(VIEW_SEQUENCE + view.number(), snapshot);
        return stored == null ? -1 : Bytes.longAt(stored, 0);
    }

    /** @param changes how many times each row is added; negative: taken away */
    void publish(Relation view, long sequence, Map<Bytes, Long> changes) {
        // What a view begins with is no change: nobody can go back behind it.
        boolean isFirst = !sequences.containsKey(view.number());
        Map<Bytes, byte @Nullable []> standing = standing(view, changes);
        try (WriteBatch batch = new WriteBatch()) {
            LogWriter log = new LogWriter(view, sequence, batch);
            for (Map.Entry<Bytes, Long> change : changes.entrySet()) {
                if (change.getValue() != 0) {
                    write(view, change.getKey().array(), change.getValue(), standing, batch, isFirst ? null : log);
                }
            }
            log.end();
            batch.put(database.meta(), TableDatabase.metaKey(VIEW_SEQUENCE + view.number()), Bytes.ofLong(sequence));
            database.writeVolatile(batch);
        } catch (RocksDBException e) {
            throw TableErrors.storage("publish a view", e);
        }
        if (isFirst) {
            retention.beginView(view, sequence);
        }
        sequences.put(view.number(), sequence);
    }

    /** What is stored of the rows that change, by stored key. */
    private Map<Bytes, byte @Nullable []> standing(Relation view, Map<Bytes, Long> changes) {
        List<Bytes> keys = new ArrayList<>();
        changes.forEach((row, count) -> {
            if (count != 0) {
                keys.add(new Bytes(view.storedKey(row.array())));
            }
        });
        Map<Bytes, byte @Nullable []> standing = new TreeMap<>();
        CommitGroup.read(database, view.rows(), keys, standing);
        return standing;
    }

    private static void write(
            Relation view,
            byte[] row,
            long added,
            Map<Bytes, byte @Nullable []> standing,
            WriteBatch batch,
            @Nullable LogWriter log)
            throws RocksDBException {
        byte[] stored = view.storedKey(row);
        byte[] before = standing.get(new Bytes(stored));
        long count = view.countOf(before) + added;
        if (count < 0) {
            throw new WeirException(ErrorCode.INTERNAL_ERROR, view + " was asked to take away a row that is not there");
        }
        byte[] after = count == 0 ? null : view.storedValue(row, count);
        if (after == null) {
            batch.delete(view.rows(), stored);
        } else {
            batch.put(view.rows(), stored, after);
        }
        if (log != null) {
            log.add(stored, before, after);
        }
    }

    /** Takes a view away with all its rows. */
    void drop(Relation view) {
        sequences.remove(view.number());
        retention.forget(view);
        try (WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(view.rows(), view.prefix(), view.end());
            batch.deleteRange(view.log(), view.prefix(), view.end());
            batch.delete(database.meta(), TableDatabase.metaKey(VIEW_SEQUENCE + view.number()));
            database.writeVolatile(batch);
        } catch (RocksDBException e) {
            throw TableErrors.storage("drop a view", e);
        }
    }
}
