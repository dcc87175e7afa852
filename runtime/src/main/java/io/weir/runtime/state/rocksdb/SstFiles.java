package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.RecordCursor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Writes sorted records as SST files and has RocksDB take them in: past the write buffer, and without sorting again.
 */
final class SstFiles {
    private static final long FILE_BYTES = 64L << 20;

    private final RocksDbEnvironment environment;
    private final Path folder;
    private ByteBuffer key = ByteBuffer.allocateDirect(256);
    private ByteBuffer value = ByteBuffer.allocateDirect(1 << 12);
    private long nextFile;

    /** @param folder for the files on their way; on the disk of the database, so that they can be moved */
    SstFiles(RocksDbEnvironment environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    /** @return whether there was anything to write */
    boolean ingest(RocksDB database, RecordCursor records) throws RocksDBException {
        List<String> files = new ArrayList<>();
        try {
            return ingest(database, records, files);
        } finally {
            // Those taken in were moved away. What is left by an error would keep a full disk full.
            for (String file : files) {
                LocalFolders.deleteFile(Path.of(file));
            }
        }
    }

    private boolean ingest(RocksDB database, RecordCursor records, List<String> files) throws RocksDBException {
        boolean hasNext = records.next();
        while (hasNext) {
            String file = folder.resolve("in-" + nextFile++ + ".sst").toString();
            files.add(file);
            try (SstFileWriter writer = new SstFileWriter(environment.envOptions(), environment.options())) {
                writer.open(file);
                long bytes = 0;
                do {
                    bytes += put(writer, records);
                    hasNext = records.next();
                } while (hasNext && bytes < FILE_BYTES);
                writer.finish();
            }
        }
        if (!files.isEmpty()) {
            database.ingestExternalFile(files, environment.ingestOptions());
        }
        return !files.isEmpty();
    }

    private long put(SstFileWriter writer, RecordCursor record) throws RocksDBException {
        int keyBytes = record.keyEnd() - record.keyStart();
        if (record.isDeletion()) {
            byte[] exact = Arrays.copyOfRange(record.keyData(), record.keyStart(), record.keyEnd());
            writer.delete(exact);
            return keyBytes;
        }
        key = fill(key, record.keyData(), record.keyStart(), record.keyEnd());
        value = fill(value, record.valueData(), record.valueStart(), record.valueEnd());
        writer.put(key, value);
        return (long) keyBytes + record.valueEnd() - record.valueStart();
    }

    private static ByteBuffer fill(ByteBuffer buffer, byte[] data, int from, int to) {
        ByteBuffer filled = buffer.capacity() >= to - from ? buffer : ByteBuffer.allocateDirect(2 * (to - from));
        filled.clear();
        filled.put(data, from, to - from);
        filled.flip();
        return filled;
    }
}
