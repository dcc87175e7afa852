package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.FreezeRequest.Form;
import io.weir.runtime.state.KeyValueStore;
import io.weir.runtime.state.MemoryStore;
import io.weir.runtime.state.RecordCursor;
import io.weir.runtime.state.StoreSnapshot;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A store that is in memory while it is small and moves to RocksDB once, when it grows: most operators of most jobs
 * keep little, and a thousand RocksDB instances would cost a thousand sets of files and buffers.
 */
final class GrowingStore implements KeyValueStore {
    private final RocksDbEnvironment environment;
    private final Path folder;
    private final long mostBytesInMemory;
    private volatile KeyValueStore current;

    /** @param memory empty, or restored; taken over */
    GrowingStore(RocksDbEnvironment environment, Path folder, MemoryStore memory, long mostBytesInMemory) {
        this.environment = environment;
        this.folder = folder;
        this.mostBytesInMemory = mostBytesInMemory;
        current = memory;
    }

    @Override
    public void get(ByteRows keys, ValueSink values) {
        current.get(keys, values);
    }

    @Override
    public RecordCursor cursor(byte[] from, byte @Nullable [] to) {
        return current.cursor(from, to);
    }

    @Override
    public boolean isEmpty() {
        return current.isEmpty();
    }

    @Override
    public void write(RecordCursor records, long bytes) {
        if (current instanceof MemoryStore memory && memory.bytes() + bytes > mostBytesInMemory) {
            moveToDisk(memory);
        }
        current.write(records, bytes);
    }

    private void moveToDisk(MemoryStore memory) {
        LocalFolders.create(folder);
        RocksDbStore disk = new RocksDbStore(environment, folder);
        try {
            disk.write(memory.cursor(new byte[0], null), memory.bytes());
        } catch (RuntimeException | Error e) {
            disk.close();
            throw e;
        }
        // Readers see either store; both hold the same.
        current = disk;
        memory.close();
    }

    @Override
    public StoreSnapshot snapshot(Form form) {
        return current.snapshot(form);
    }

    @Override
    public long bytes() {
        return current.bytes();
    }

    @Override
    public void close() {
        current.close();
    }
}
