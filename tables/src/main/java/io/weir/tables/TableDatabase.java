package io.weir.tables;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The one RocksDB of tables and views, with a column family for each kind of data. What is written for tables is in the
 * log on disk before a write returns; what is written for views is not logged, for views are made anew when the store
 * is opened.
 *
 * <p>Thread-safe. Native memory is freed when nobody is inside a call: every use goes through {@link #use}, and
 * {@link #close} waits for those under way.
 */
final class TableDatabase implements AutoCloseable {
    private static final String META = "default";
    private static final String ROWS = "rows";
    private static final String LOG = "log";
    private static final String STAGED = "staged";
    private static final String VIEW_ROWS = "view-rows";
    private static final String VIEW_LOG = "view-log";
    private static final long MAX_WAL_BYTES = 256L << 20;
    private static final double BLOOM_BITS_PER_KEY = 10;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Lock using = lock.readLock();
    private final List<AutoCloseable> natives = new ArrayList<>();
    private final RocksDB database;
    /** Names the store's newest manifest; there as long as the store is. */
    private final Path current;

    private final Map<String, ColumnFamilyHandle> families = new HashMap<>();
    private final WriteOptions durable = new WriteOptions().setSync(true);
    private final WriteOptions volatileWrites = new WriteOptions().setDisableWAL(true);
    /** What is freed before the database itself; taken out by who frees it earlier. */
    private final Set<Runnable> pinned = ConcurrentHashMap.newKeySet();

    private boolean closed;

    static {
        RocksDB.loadLibrary();
    }

    TableDatabase(Path directory, long blockCacheBytes) {
        current = directory.resolve("CURRENT");
        Cache cache = new LRUCache(blockCacheBytes);
        BloomFilter filter = new BloomFilter(BLOOM_BITS_PER_KEY, false);
        ColumnFamilyOptions options = new ColumnFamilyOptions()
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
        DBOptions databaseOptions = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxTotalWalSize(MAX_WAL_BYTES);
        natives.addAll(List.of(databaseOptions, options, filter, cache));
        try {
            Files.createDirectories(directory);
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            List<String> names = new ArrayList<>(List.of(META, ROWS, LOG, STAGED, VIEW_ROWS, VIEW_LOG));
            try (Options listing = new Options()) {
                for (byte[] present : RocksDB.listColumnFamilies(listing, directory.toString())) {
                    String name = new String(present, StandardCharsets.UTF_8);
                    if (!names.contains(name)) {
                        names.add(name);
                    }
                }
            }
            names.forEach(name -> descriptors.add(new ColumnFamilyDescriptor(bytes(name), options)));
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            database = RocksDB.open(databaseOptions, directory.toString(), descriptors, handles);
            for (int i = 0; i < names.size(); i++) {
                families.put(names.get(i), handles.get(i));
            }
            for (String family : List.of(VIEW_ROWS, VIEW_LOG)) {
                ColumnFamilyHandle before = Objects.requireNonNull(families.get(family), "no column family");
                database.dropColumnFamily(before);
                before.close();
                families.put(family, database.createColumnFamily(new ColumnFamilyDescriptor(bytes(family), options)));
            }
        } catch (RocksDBException e) {
            natives.forEach(TableDatabase::free);
            boolean isLocked = String.valueOf(e.getMessage()).contains("lock");
            throw isLocked
                    ? new WeirException(
                            ErrorCode.DATA_DIRECTORY_IN_USE,
                            "table store \"" + directory + "\" is used by another process",
                            e)
                    : TableErrors.storage("open", e);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.STORAGE_UNREACHABLE, "folder \"" + directory + "\" cannot be made: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ColumnFamilyHandle family(String name) {
        return Objects.requireNonNull(families.get(name), "no column family");
    }

    ColumnFamilyHandle meta() {
        return family(META);
    }

    ColumnFamilyHandle rows() {
        return family(ROWS);
    }

    ColumnFamilyHandle log() {
        return family(LOG);
    }

    ColumnFamilyHandle staged() {
        return family(STAGED);
    }

    ColumnFamilyHandle viewRows() {
        return family(VIEW_ROWS);
    }

    ColumnFamilyHandle viewLog() {
        return family(VIEW_LOG);
    }

    /** Native calls, as a block. */
    interface Call<T extends @Nullable Object> {
        T run(RocksDB database) throws RocksDBException;
    }

    /**
     * Makes calls to RocksDB.
     *
     * @throws WeirException (SERVER_SHUTTING_DOWN) if it is closed; external errors otherwise
     */
    <T extends @Nullable Object> T use(String what, Call<T> call) {
        using.lock();
        try {
            if (closed) {
                throw TableErrors.closed();
            }
            return call.run(database);
        } catch (RocksDBException e) {
            throw TableErrors.storage(what, e);
        } finally {
            using.unlock();
        }
    }

    /** Frees native memory, now or, if the database is closed already, not at all: closing has freed it. */
    void release(Runnable free) {
        using.lock();
        try {
            if (!closed) {
                free.run();
            }
        } finally {
            using.unlock();
        }
    }

    /**
     * Writes, and waits until it is on disk. A folder that was removed is noticed before anything is written, and again
     * before anybody is told: files that are
     * open take writes and syncs after their names are gone. Next to the sync the two look-ups cost nothing.
     */
    void writeDurably(WriteBatch batch) {
        checkIsThere();
        Object unused = use("write", open -> {
            open.write(durable, batch);
            return batch;
        });
        checkIsThere();
    }

    /** What goes into a batch. */
    interface Writes {
        void to(WriteBatch batch) throws RocksDBException;
    }

    /** As {@link #writeDurably(WriteBatch)}, with a batch that is made for it. */
    void writeDurably(Writes writes) {
        try (WriteBatch batch = new WriteBatch()) {
            writes.to(batch);
            writeDurably(batch);
        } catch (RocksDBException e) {
            throw TableErrors.storage("write", e);
        }
    }

    private void checkIsThere() {
        if (Files.notExists(current)) {
            throw new WeirException(
                            ErrorCode.STORAGE_UNREACHABLE,
                            "table store \"" + current.getParent() + "\" has been removed while it was in use")
                    .withDetail("File \"" + current.getFileName() + "\" is gone; nothing can be made durable any more.")
                    .withHint("Stop the server, put the folder back from a copy, and start it again.");
        }
    }

    /** Writes what need not outlive the process. */
    void writeVolatile(WriteBatch batch) {
        Object unused = use("write", open -> {
            open.write(volatileWrites, batch);
            return batch;
        });
    }

    byte @Nullable [] meta(String key, @Nullable ReadOptions options) {
        return use(
                "read", open -> options == null ? open.get(meta(), bytes(key)) : open.get(meta(), options, bytes(key)));
    }

    static byte[] metaKey(String key) {
        return bytes(key);
    }

    void pinned(Runnable free) {
        pinned.add(free);
    }

    void unpinned(Runnable free) {
        pinned.remove(free);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            pinned.forEach(Runnable::run);
            families.values().forEach(ColumnFamilyHandle::close);
            database.close();
            durable.close();
            volatileWrites.close();
            natives.forEach(TableDatabase::free);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static void free(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException("native memory was not freed", e);
        }
    }
}
