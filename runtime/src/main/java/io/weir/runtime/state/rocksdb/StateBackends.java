package io.weir.runtime.state.rocksdb;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.state.CachedStateBackend;
import io.weir.runtime.state.CanonicalFiles;
import io.weir.runtime.state.HashMapStateBackends;
import io.weir.runtime.state.KeyValueStore;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedStateBackendContext;
import io.weir.runtime.state.KeyedStateBackendFactory;
import io.weir.runtime.state.MemoryStore;
import io.weir.runtime.state.RecordCursor;
import io.weir.runtime.state.StateMemory;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes backends of both types, {@code hashmap} and {@code rocksdb}, from snapshots of either. The door to keyed state
 * for whoever wires a process.
 *
 * <p>One RocksDB snapshot whose key groups are all wanted is opened as it is; everything else (another parallelism,
 * another backend, a canonical savepoint) is read record by record, without those of other key groups, and written as
 * SST files.
 */
public final class StateBackends implements KeyedStateBackendFactory {
    public static final String HASHMAP = "hashmap";
    public static final String ROCKSDB = "rocksdb";

    /** State up to this size is kept in memory by the RocksDB backend as well. */
    private static final long SMALL_BYTES = 4L << 20;

    private final StateMemory memory;
    private final RocksDbEnvironment environment;
    private final long mostBytesInMemory;

    public StateBackends(StateMemory memory, RocksDbEnvironment environment) {
        this(memory, environment, SMALL_BYTES);
    }

    /** @param mostBytesInMemory until when the RocksDB backend keeps its store on the heap */
    public StateBackends(StateMemory memory, RocksDbEnvironment environment, long mostBytesInMemory) {
        this.memory = requireNonNull(memory, "memory is null");
        this.environment = requireNonNull(environment, "environment is null");
        this.mostBytesInMemory = mostBytesInMemory;
    }

    @Override
    public KeyedStateBackend create(KeyedStateBackendContext context) {
        boolean isRocksDb = context.backendType().equals(ROCKSDB);
        if (!isRocksDb && !context.backendType().equals(HASHMAP)) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "state backend \"" + context.backendType() + "\" is neither \"hashmap\" nor \"rocksdb\"");
        }
        Path folder =
                environment.folder(context.jobId(), context.operatorId(), context.subtaskIndex(), context.attempt());
        LocalFolders.delete(folder);
        StateMemory.Account account = memory.open(context.jobId(), !isRocksDb, context.wakeUp());
        try {
            return create(context, folder, account, isRocksDb);
        } catch (RuntimeException | Error e) {
            account.close();
            LocalFolders.delete(folder);
            throw e;
        }
    }

    private KeyedStateBackend create(
            KeyedStateBackendContext context, Path folder, StateMemory.Account account, boolean isRocksDb) {
        boolean isCanonical =
                context.restored().stream().allMatch(part -> part.format().equals(CanonicalFiles.FORMAT));
        if (isRocksDb && !isCanonical && isWhole(context)) {
            NativeFiles.download(context.restored().get(0), storage(context), folder.resolve("db"));
            return backend(context, new RocksDbStore(environment, folder), account, true);
        }
        MemoryStore store = new MemoryStore(account);
        long bytes =
                context.restored().stream().mapToLong(KeyedSnapshot::fullBytes).sum();
        if (isCanonical && (!isRocksDb || bytes <= mostBytesInMemory)) {
            boolean isSame = HashMapStateBackends.restore(context, store);
            return backend(context, isRocksDb ? growing(folder, store) : store, account, isSame);
        }
        KeyValueStore target = isRocksDb ? growing(folder, store) : store;
        try {
            load(context, folder, target, bytes);
        } catch (RuntimeException | Error e) {
            target.close();
            throw e;
        }
        return backend(context, target, account, false);
    }

    private static boolean isWhole(KeyedStateBackendContext context) {
        KeyedSnapshot only = context.restored().get(0);
        return context.restored().size() == 1
                && context.keyGroups().contains(only.firstKeyGroup())
                && context.keyGroups().contains(only.lastKeyGroup());
    }

    private static CheckpointStorage storage(KeyedStateBackendContext context) {
        return requireNonNull(context.restoredFrom(), "restoredFrom is null");
    }

    private GrowingStore growing(Path folder, MemoryStore store) {
        return new GrowingStore(environment, folder, store, mostBytesInMemory);
    }

    private void load(KeyedStateBackendContext context, Path folder, KeyValueStore target, long bytes) {
        List<RecordCursor> parts = new ArrayList<>();
        try {
            for (KeyedSnapshot part : context.restored()) {
                parts.add(
                        part.format().equals(CanonicalFiles.FORMAT)
                                ? CanonicalFiles.open(part, context.keyGroups(), storage(context))
                                : NativeFiles.open(
                                        environment,
                                        part,
                                        context.keyGroups(),
                                        storage(context),
                                        folder.resolve("restored-" + parts.size())));
            }
            target.write(CanonicalFiles.merged(parts), bytes);
        } finally {
            parts.forEach(RecordCursor::close);
            LocalFolders.deleteIfEmpty(folder);
        }
    }

    private static KeyedStateBackend backend(
            KeyedStateBackendContext context, KeyValueStore store, StateMemory.Account account, boolean isSame) {
        try {
            CachedStateBackend backend = new CachedStateBackend(context, store, account);
            if (isSame) {
                backend.restoredFrom(storage(context), context.restored().get(0).files());
            }
            return backend;
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }
}
