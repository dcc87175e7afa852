package io.weir.tables;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * From where the change logs are kept. What is older than the retention is cut off; as transactions have numbers and no
 * times, the newest number is noted now and then with the time at which it was.
 *
 * <p>{@link #start} is for any thread; changes come one at a time.
 */
final class LogRetention {
    private static final String LOG_START = "log-start/";
    private static final String MARK = "mark/";

    private final TableDatabase database;
    /** Up to which number the log is cut off, by relation; those that are not in it have it all. */
    private final Map<Integer, Long> starts = new ConcurrentHashMap<>();

    LogRetention(TableDatabase database) {
        this.database = database;
    }

    /** Up to which number the log is cut off; 0 if it is all there. */
    long start(Relation relation) {
        return starts.getOrDefault(relation.number(), 0L);
    }

    /** Reads what was kept of a table. @param number of the relation */
    void load(int number) {
        byte[] start = database.meta(LOG_START + number, null);
        if (start != null) {
            starts.put(number, Bytes.longAt(start, 0));
        }
    }

    /** Forgets a table, durably with {@code batch}; {@link #forget} follows. */
    void delete(Relation table, WriteBatch batch) throws RocksDBException {
        batch.delete(database.meta(), TableDatabase.metaKey(LOG_START + table.number()));
    }

    void forget(Relation relation) {
        starts.remove(relation.number());
    }

    /** The log of a view begins behind a number: what it begins with is no change. */
    void beginView(Relation view, long sequence) {
        starts.put(view.number(), sequence);
    }

    /**
     * Cuts off what is older than a time.
     *
     * @param limitMillis what was done until then may go; milliseconds since the epoch
     * @param committed the newest number at {@code nowMillis}
     */
    void truncate(Collection<Relation> tables, long limitMillis, long nowMillis, long committed) {
        SortedMap<Long, Long> old = marks().headMap(limitMillis + 1);
        long cut = old.values().stream().mapToLong(Long::longValue).max().orElse(0);
        database.writeDurably(batch -> {
            for (long time : old.keySet()) {
                batch.delete(database.meta(), markKey(time));
            }
            batch.put(database.meta(), markKey(nowMillis), Bytes.ofLong(committed));
            for (Relation table : tables) {
                if (cut > start(table)) {
                    batch.deleteRange(table.log(), table.prefix(), table.logKey(cut + 1, 0));
                    batch.put(database.meta(), TableDatabase.metaKey(LOG_START + table.number()), Bytes.ofLong(cut));
                }
            }
        });
        tables.forEach(table -> starts.merge(table.number(), cut, Math::max));
    }

    /** Cuts off the log of a view up to a number. */
    void truncateView(Relation view, long sequence) {
        if (sequence <= start(view)) {
            return;
        }
        starts.put(view.number(), sequence);
        try (WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(view.log(), view.prefix(), view.logKey(sequence + 1, 0));
            database.writeVolatile(batch);
        } catch (RocksDBException e) {
            throw TableErrors.storage("truncate a view", e);
        }
    }

    private static byte[] markKey(long timeMillis) {
        return TableDatabase.metaKey(MARK + String.format(Locale.ROOT, "%019d", timeMillis));
    }

    /** Numbers by the time at which they were the newest. */
    private SortedMap<Long, Long> marks() {
        return database.use("read", open -> {
            SortedMap<Long, Long> marks = new TreeMap<>();
            try (RocksIterator rows = open.newIterator(database.meta())) {
                for (rows.seek(TableDatabase.metaKey(MARK)); rows.isValid(); rows.next()) {
                    String key = new String(rows.key(), StandardCharsets.UTF_8);
                    if (!key.startsWith(MARK)) {
                        break;
                    }
                    marks.put(Long.parseLong(key.substring(MARK.length())), Bytes.longAt(rows.value(), 0));
                }
            }
            return marks;
        });
    }
}
