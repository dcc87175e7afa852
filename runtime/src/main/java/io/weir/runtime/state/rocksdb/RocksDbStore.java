package io.weir.runtime.state.rocksdb;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.FreezeRequest.Form;
import io.weir.runtime.state.KeyValueStore;
import io.weir.runtime.state.RecordCursor;
import io.weir.runtime.state.StoreSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * A store in RocksDB, without a write-ahead log: what is not in a checkpoint is replayed. Folder: {@code db} the
 * database, {@code snapshot-<n>} hard links for snapshots on their way to storage.
 *
 * <p>After an error of RocksDB the store is not used any more, and its files are thrown away: {@code resume()} is known
 * not to clear all errors.
 */
final class RocksDbStore implements KeyValueStore {
    /**
     * From this size on an SST file is written. The prototype found that twice as fast for a million entries; where it
     * begins to pay was not measured.
     */
    private static final long SST_FROM_BYTES = 2L << 20;

    private static final int WRITE_BATCH_BYTES = 1 << 20;

    private final RocksDbEnvironment environment;
    private final Path folder;
    private final Path databaseFolder;
    private final BackgroundErrors errors = new BackgroundErrors();
    private final Options options;
    private final RocksDB database;
    private final SstFiles sstFiles;
    private volatile boolean hasData;
    private volatile long bytes;
    private long nextSnapshot = 1;
    private boolean isClosed;

    /** Only touched by the worker. */
    private byte[] value = new byte[1 << 12];

    /** @param folder its {@code db} may hold the files of a checkpoint; taken over */
    RocksDbStore(RocksDbEnvironment environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
        databaseFolder = folder.resolve("db");
        hasData = Files.exists(databaseFolder);
        LocalFolders.create(databaseFolder);
        environment.retain();
        options = new Options(environment.options()).setListeners(List.of(errors));
        try {
            database = RocksDB.open(options, databaseFolder.toString());
        } catch (RocksDBException e) {
            options.close();
            errors.close();
            environment.release();
            throw RocksDbErrors.translate("opening keyed state", databaseFolder, e);
        }
        errors.watch(database);
        sstFiles = new SstFiles(environment, folder);
        try {
            measure();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    @Override
    public void get(ByteRows keys, ValueSink values) {
        try {
            for (int i = 0; i < keys.count(); i++) {
                int size = get(keys.data(), keys.start(i), keys.end(i));
                if (size > value.length) {
                    value = new byte[Math.max(size, value.length * 2)];
                    size = get(keys.data(), keys.start(i), keys.end(i));
                }
                if (size != RocksDB.NOT_FOUND) {
                    values.found(i, value, 0, size);
                }
            }
        } catch (RocksDBException e) {
            throw RocksDbErrors.translate("reading keyed state", databaseFolder, e);
        }
    }

    private int get(byte[] data, int from, int to) throws RocksDBException {
        return database.get(environment.readOptions(), data, from, to - from, value, 0, value.length);
    }

    @Override
    public RecordCursor cursor(byte[] from, byte @Nullable [] to) {
        return new RocksDbCursor(database, databaseFolder, from, to);
    }

    @Override
    public boolean isEmpty() {
        return !hasData;
    }

    @Override
    public void write(RecordCursor records, long expectedBytes) {
        try (records) {
            if (expectedBytes >= SST_FROM_BYTES) {
                hasData |= sstFiles.ingest(database, records);
            } else {
                writeBatches(records);
            }
        } catch (RocksDBException e) {
            throw RocksDbErrors.translate("writing keyed state", databaseFolder, errors.cause(e));
        }
        measure();
    }

    private void writeBatches(RecordCursor records) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            boolean hasNext = records.next();
            while (hasNext) {
                byte[] recordKey = Arrays.copyOfRange(records.keyData(), records.keyStart(), records.keyEnd());
                if (records.isDeletion()) {
                    batch.delete(recordKey);
                } else {
                    batch.put(
                            recordKey,
                            Arrays.copyOfRange(records.valueData(), records.valueStart(), records.valueEnd()));
                }
                hasNext = records.next();
                if (!hasNext || batch.getDataSize() >= WRITE_BATCH_BYTES) {
                    database.write(environment.writeOptions(), batch);
                    batch.clear();
                    hasData = true;
                }
            }
        }
    }

    private void measure() {
        try {
            bytes = database.getLongProperty("rocksdb.total-sst-files-size")
                    + database.getLongProperty("rocksdb.cur-size-all-mem-tables");
        } catch (RocksDBException e) {
            throw RocksDbErrors.translate("measuring keyed state", databaseFolder, e);
        }
    }

    @Override
    public StoreSnapshot snapshot(Form form) {
        checkState(!isClosed, "store in %s is closed", folder);
        Path target = folder.resolve("snapshot-" + nextSnapshot++);
        try (Checkpoint checkpoint = Checkpoint.create(database)) {
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            LocalFolders.delete(target);
            throw RocksDbErrors.translate("taking a snapshot of keyed state", target, errors.cause(e));
        }
        return form == Form.NATIVE ? new NativeSnapshot(target) : new CanonicalSnapshot(environment, target);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            database.close();
            options.close();
            errors.close();
            LocalFolders.delete(databaseFolder);
            LocalFolders.deleteIfEmpty(folder);
        } finally {
            environment.release();
        }
    }
}
