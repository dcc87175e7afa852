package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.KeyGroupCursor;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.RecordCursor;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Brings snapshots in RocksDB's own format back to local disk. */
final class NativeFiles {
    private NativeFiles() {}

    /** Downloads a snapshot, checked against sizes and checksums, so that a database can be opened there. */
    static void download(KeyedSnapshot snapshot, CheckpointStorage storage, Path target) {
        LocalFolders.create(target);
        String manifest = null;
        for (Map.Entry<String, StoredFile> file : snapshot.files().entrySet()) {
            String name = file.getKey();
            if (!name.matches("[A-Za-z0-9_-]{1,64}(\\.sst)?")) {
                throw new WeirException(
                        ErrorCode.STORAGE_CORRUPT, "snapshot has a file \"" + name + "\", which is none of RocksDB's");
            }
            if (name.startsWith(NativeSnapshot.MANIFEST)) {
                manifest = name;
            }
            storage.readTo(
                    file.getValue(), new LocalFileTarget(target.resolve(name), name.endsWith(NativeSnapshot.SST)));
        }
        if (manifest == null) {
            throw new WeirException(
                    ErrorCode.STORAGE_CORRUPT,
                    "snapshot of key groups " + snapshot.firstKeyGroup() + " to " + snapshot.lastKeyGroup()
                            + " has no manifest of RocksDB's");
        }
        try {
            Path unused = Files.write(target.resolve("CURRENT"), (manifest + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw RocksDbErrors.translate("restoring keyed state", target, e);
        }
    }

    /** Downloads a snapshot and reads the records of some key groups; closing it removes what was downloaded. */
    static RecordCursor open(
            RocksDbEnvironment environment,
            KeyedSnapshot snapshot,
            KeyGroupRange keyGroups,
            CheckpointStorage storage,
            Path folder) {
        environment.retain();
        try {
            download(snapshot, storage, folder);
            RocksDB database = RocksDB.openReadOnly(environment.options(), folder.toString());
            return new DownloadedCursor(environment, database, folder, keyGroups);
        } catch (RocksDBException e) {
            environment.release();
            LocalFolders.delete(folder);
            throw RocksDbErrors.translate("opening a snapshot of keyed state", folder, e);
        } catch (RuntimeException | Error e) {
            environment.release();
            LocalFolders.delete(folder);
            throw e;
        }
    }

    /** Owns the database that it reads. */
    private static final class DownloadedCursor implements RecordCursor {
        private final RocksDbEnvironment environment;
        private final KeyGroupCursor records;
        private final RocksDB database;
        private final Path folder;
        private boolean isClosed;

        DownloadedCursor(RocksDbEnvironment environment, RocksDB database, Path folder, KeyGroupRange keyGroups) {
            this.environment = environment;
            records = new KeyGroupCursor(new RocksDbCursor(database, folder, new byte[0], null), keyGroups);
            this.database = database;
            this.folder = folder;
        }

        @Override
        public boolean next() {
            return records.next();
        }

        @Override
        public byte[] keyData() {
            return records.keyData();
        }

        @Override
        public int keyStart() {
            return records.keyStart();
        }

        @Override
        public int keyEnd() {
            return records.keyEnd();
        }

        @Override
        public boolean isDeletion() {
            return records.isDeletion();
        }

        @Override
        public byte[] valueData() {
            return records.valueData();
        }

        @Override
        public int valueStart() {
            return records.valueStart();
        }

        @Override
        public int valueEnd() {
            return records.valueEnd();
        }

        @Override
        public void close() {
            if (isClosed) {
                return;
            }
            isClosed = true;
            try {
                records.close();
                database.close();
                LocalFolders.delete(folder);
            } finally {
                environment.release();
            }
        }
    }
}
