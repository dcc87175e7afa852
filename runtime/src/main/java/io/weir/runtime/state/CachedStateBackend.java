package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.time.Clock;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state as caches over one {@link KeyValueStore}. How a snapshot is taken is told in
 * docs/design/002-state-snapshot.md.
 */
public final class CachedStateBackend implements KeyedStateBackend, KeyedState {
    /** Entries that are written to the buffer in one slice: half as many as a usual batch has rows. */
    private static final int SLICE = 2048;

    /**
     * A snapshot is in the write buffers after so many batches at the latest, however much is dirty: its slices grow
     * with it.
     */
    private static final int MOST_SLICES = 256;

    /**
     * Of the time that went to batches since the last slices, this part may go to more slices for a snapshot: where
     * batches are slow, for they read the store, 256 of them took half a minute.
     */
    private static final int SNAPSHOT_PART = 4;

    private static final long MOST_SNAPSHOT_NANOS = 20_000_000;

    /** Entries that are looked at for whether their time is up, in one slice. */
    private static final int SWEEP_SLICE = 256;

    /** A slice when memory is short: more than a batch can bring in. */
    private static final int LARGE_SLICE = 16384;

    private final KeyedStateBackendContext context;
    private final KeyValueStore store;
    private final StateMemory.Account memory;
    private final SnapshotUploader uploader;
    private final WriteBehind writes;
    private final Catalog catalog;
    private final List<CachedTable> tables = new ArrayList<>();
    private final List<ExpiredHeads> expired = new ArrayList<>();

    private int generation = 1;
    private int frozenGeneration;
    private boolean isCheckpointed;
    private @Nullable Pending pending;

    /** When slices for the snapshot under way were last written. */
    private long pendingNanos;

    private boolean isClosed;

    /** A snapshot whose entries are not all in the write buffer. */
    private record Pending(FreezeRequest request, CompletableFuture<KeyedSnapshot> done, int slice) {}

    /** @param store empty, or restored; taken over */
    public CachedStateBackend(KeyedStateBackendContext context, KeyValueStore store, StateMemory.Account memory) {
        this.context = requireNonNull(context, "context is null");
        this.store = requireNonNull(store, "store is null");
        this.memory = requireNonNull(memory, "memory is null");
        uploader = new SnapshotUploader(context.operatorId(), context.subtaskIndex(), context.keyGroups());
        writes = new WriteBehind(store, memory, uploader, context.io(), context.wakeUp(), context.fail());
        catalog = new Catalog(store);
    }

    /** Tells that the store holds these very files, so that the next snapshot need not write them again. */
    public void restoredFrom(CheckpointStorage storage, Map<String, StoredFile> files) {
        uploader.restored(storage, files);
    }

    @Override
    public KeyedState keyedState() {
        return this;
    }

    @Override
    public KeyedTable table(TableSpec spec) {
        return cachedTable(spec, EntryCodec.layout(spec));
    }

    private CachedTable cachedTable(TableSpec spec, String layout) {
        CachedTable table = new CachedTable(spec, catalog.declare(spec.name(), layout), this);
        table.endGeneration(generation, false);
        tables.add(table);
        return table;
    }

    @Override
    public KeyedRows rows(RowsSpec spec) {
        String layout = CachedRows.layout(spec);
        CachedRows made = new CachedRows(
                spec, cachedTable(CachedRows.headSpec(spec), layout), cachedTable(CachedRows.chunkSpec(spec), layout));
        expired.add(made.expired());
        return made;
    }

    @Override
    public KeyedBags bags(BagsSpec spec) {
        String layout = CachedBags.layout(spec);
        CachedBags made = new CachedBags(
                cachedTable(CachedBags.headSpec(spec), layout), cachedTable(CachedBags.chunkSpec(spec), layout));
        expired.add(made.expired());
        return made;
    }

    @Override
    public KeyGroupRange keyGroups() {
        return context.keyGroups();
    }

    int maxParallelism() {
        return context.maxParallelism();
    }

    Clock clock() {
        return context.clock();
    }

    KeyValueStore store() {
        return store;
    }

    WriteBehind writes() {
        return writes;
    }

    StateMemory.Account memory() {
        return memory;
    }

    Catalog catalog() {
        return catalog;
    }

    @Override
    public CompletionStage<KeyedSnapshot> freeze(FreezeRequest request) {
        finishPending();
        isCheckpointed = true;
        frozenGeneration = generation;
        endGeneration(true);
        CompletableFuture<KeyedSnapshot> done = new CompletableFuture<>();
        int frozen = 0;
        for (CachedTable table : tables) {
            frozen += table.generations().endedEntries();
        }
        pendingNanos = context.clock().nanoTime();
        pending = new Pending(request, done, Math.max(SLICE, frozen / MOST_SLICES));
        advancePending(0);
        return done;
    }

    /** Ends the generation: entries changed from now on are told from those changed before. */
    void endGeneration() {
        endGeneration(false);
    }

    private void endGeneration(boolean isFrozen) {
        generation++;
        for (CachedTable table : tables) {
            table.endGeneration(generation, isFrozen);
        }
    }

    /** A second barrier before the first one's entries are in the buffer: rare, and simplest to wait for. */
    private void finishPending() {
        while (pending != null) {
            advancePending(LARGE_SLICE);
        }
    }

    private void advancePending(int slice) {
        Pending current = requireNonNull(pending, "no snapshot is under way");
        long begun = context.clock().nanoTime();
        long most = Math.min((begun - pendingNanos) / SNAPSHOT_PART, MOST_SNAPSHOT_NANOS);
        boolean isDone = serialise(slice, frozenGeneration);
        while (!isDone && context.clock().nanoTime() - begun < most) {
            isDone = serialise(slice, frozenGeneration);
        }
        pendingNanos = context.clock().nanoTime();
        if (isDone) {
            pending = null;
            writes.snapshot(current.request, current.done);
        } else {
            context.wakeUp().run();
        }
    }

    /** @return whether nothing of these generations is left */
    private boolean serialise(int slice, int lastGeneration) {
        int left = slice;
        for (CachedTable table : tables) {
            left -= table.generations().write(left, lastGeneration);
            if (table.generations().hasEnded(lastGeneration)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        uploader.completed(checkpointId);
    }

    @Override
    public void checkpointAborted(long checkpointId) {
        uploader.aborted(checkpointId);
    }

    @Override
    public void advance() {
        sweepExpired();
        giveBack();
        advanceWriting();
    }

    /** Goes on when what stands in the way is written, or at once. */
    private void giveBack() {
        if (memory.excess() == 0) {
            return;
        }
        writes.await();
        boolean isMore = false;
        for (CachedTable table : tables) {
            isMore |= table.giveBack();
        }
        if (isMore) {
            context.wakeUp().run();
        }
    }

    private void sweepExpired() {
        boolean isMore = false;
        for (CachedTable table : tables) {
            isMore |= table.sweepExpired(SWEEP_SLICE);
        }
        expired.forEach(ExpiredHeads::removeChunks);
        if (isMore) {
            context.wakeUp().run();
        }
    }

    private void advanceWriting() {
        boolean isShort = tables.stream().anyMatch(CachedTable::isShort);
        if (pending != null) {
            advancePending(isShort ? Math.max(LARGE_SLICE, pending.slice) : pending.slice);
            return;
        }
        if (!hasFrozen() && tables.stream().anyMatch(table -> table.wantsWriting(isCheckpointed))) {
            endGeneration(false);
        }
        if (hasFrozen()) {
            if (!serialise(isShort ? LARGE_SLICE : SLICE, Integer.MAX_VALUE)) {
                context.wakeUp().run();
            }
        }
        // Entries can be evicted only when they are written.
        if (isShort && !hasFrozen() && writes.sealIfIdle()) {
            tables.forEach(CachedTable::clearShort);
        }
    }

    private boolean hasFrozen() {
        return tables.stream().anyMatch(table -> table.generations().hasEnded(Integer.MAX_VALUE));
    }

    @Override
    public boolean isWriteBehindFull() {
        if (!isFull()) {
            return false;
        }
        writes.await();
        return isFull();
    }

    /**
     * Too much waits to be written, or the caches have outgrown their memory and cannot shrink before something is
     * written.
     */
    private boolean isFull() {
        return writes.isFull() || (memory.isFarExceeded() && writes.hasUnwritten());
    }

    @Override
    public long stateBytes() {
        long bytes = store.bytes();
        for (CachedTable table : tables) {
            bytes += table.cachedBytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        tables.forEach(CachedTable::endScan);
        if (pending != null) {
            pending.done.completeExceptionally(new WeirException(
                    ErrorCode.CHECKPOINT_FAILURE,
                    "keyed state was closed before checkpoint " + pending.request.checkpointId() + " was written"));
            pending = null;
        }
        writes.close(memory::close);
    }
}
