package io.weir.tables;

import static io.weir.spi.Checks.checkState;

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
    /** Whose present state is read together: the changes of an epoch are in memory once, and not three times. */
    private static final int ROWS_AT_ONCE = 4096;

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
        try (WriteBatch batch = new WriteBatch()) {
            LogWriter log = new LogWriter(view, sequence, batch);
            write(view, changes, batch, isFirst ? null : log);
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

    /** A part of what a view begins with. Nobody sees it before {@link #publish}. */
    void publishPart(Relation view, Map<Bytes, Long> changes) {
        checkState(!sequences.containsKey(view.number()), "%s can be read already", view);
        try (WriteBatch batch = new WriteBatch()) {
            write(view, changes, batch, null);
            database.writeVolatile(batch);
        } catch (RocksDBException e) {
            throw TableErrors.storage("build a view", e);
        }
    }

    private void write(Relation view, Map<Bytes, Long> changes, WriteBatch batch, @Nullable LogWriter log)
            throws RocksDBException {
        List<Map.Entry<Bytes, Long>> some = new ArrayList<>();
        for (Map.Entry<Bytes, Long> change : changes.entrySet()) {
            if (change.getValue() != 0) {
                some.add(change);
            }
            if (some.size() == ROWS_AT_ONCE) {
                writeSome(view, some, batch, log);
                some.clear();
            }
        }
        writeSome(view, some, batch, log);
    }

    private void writeSome(
            Relation view, List<Map.Entry<Bytes, Long>> changes, WriteBatch batch, @Nullable LogWriter log)
            throws RocksDBException {
        List<Bytes> keys = new ArrayList<>(changes.size());
        changes.forEach(
                change -> keys.add(new Bytes(view.storedKey(change.getKey().array()))));
        Map<Bytes, byte @Nullable []> standing = new TreeMap<>();
        CommitGroup.read(database, view.rows(), keys, standing);
        for (Map.Entry<Bytes, Long> change : changes) {
            write(view, change.getKey().array(), change.getValue(), standing, batch, log);
        }
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
