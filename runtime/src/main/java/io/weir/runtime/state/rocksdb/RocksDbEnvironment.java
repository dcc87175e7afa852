package io.weir.runtime.state.rocksdb;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * What all RocksDB instances of a process share: the folder, one budget of native memory for blocks, indexes, filters
 * and write buffers together, and the options. One for the server. Thread-safe.
 *
 * <p>A backend that is closed may still have a write under way on an I/O thread; so closing this only means that nobody
 * new may come: the native objects are freed when the last user has gone. Freed under a running call they would bring
 * the process down.
 *
 * <p>The folder is emptied at the start: state on local disk is a cache of what checkpoint storage has, and never
 * trusted after a restart.
 */
public final class RocksDbEnvironment implements AutoCloseable {
    /** Every change of files adds to the manifest, and every checkpoint uploads it: it must not grow for ever. */
    private static final long MANIFEST_BYTES = 1 << 20;

    private static final long WRITE_BUFFER_BYTES = 16L << 20;
    private static final long SST_BYTES = 32L << 20;

    /**
     * Files of flushes and of merges that may lie beside each other before some are merged: each is one more place to
     * look into, which its filter mostly saves; fewer would have each change written, and uploaded, more often.
     */
    private static final int MOST_SORTED_RUNS = 6;

    private static final int BLOCK_BYTES = 4 << 10;
    private static final double BITS_PER_KEY = 10;
    private static final int METADATA_BLOCK_BYTES = 4 << 10;
    private static final int MOST_SHARD_BITS = 4;
    private static final long LEAST_SHARD_BYTES = 4L << 20;
    private static final double INDEX_AND_FILTER_SHARE = 0.2;
    private static final int MOST_OPEN_FILES = 512;
    private static final long LEAST_MEMORY_BYTES = 8L << 20;

    private final Path folder;
    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter filter;
    private final Options options;
    private final ReadOptions readOptions;
    private final WriteOptions writeOptions;
    private final EnvOptions envOptions;
    private final IngestExternalFileOptions ingestOptions;
    private boolean isClosed;

    /** Stores and readers that use the native objects. */
    private int users;

    /**
     * @param folder for local state; owned by this process alone, emptied now
     * @param memoryBytes of native memory, at least 8 MB
     */
    public RocksDbEnvironment(Path folder, long memoryBytes) {
        checkArgument(
                memoryBytes >= LEAST_MEMORY_BYTES, "RocksDB needs %s bytes, got %s", LEAST_MEMORY_BYTES, memoryBytes);
        this.folder = folder;
        LocalFolders.clear(folder);
        NativeLibrary.load(folder);
        cache = new LRUCache(memoryBytes, shardBits(memoryBytes), false, INDEX_AND_FILTER_SHARE);
        // Memtables are charged to the cache: the sum stays within the budget.
        writeBuffers = new WriteBufferManager(memoryBytes / 2, cache);
        filter = new BloomFilter(BITS_PER_KEY);
        options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferManager(writeBuffers)
                // Levelled compaction writes a change about ten times on its way down, and checkpoints upload all of
                // that; merging files of like size writes it half as often (docs/internals/state.md has the figures).
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setLevel0FileNumCompactionTrigger(MOST_SORTED_RUNS)
                .setWriteBufferSize(Math.min(WRITE_BUFFER_BYTES, memoryBytes / 8))
                .setTargetFileSizeBase(SST_BYTES)
                .setMaxOpenFiles(MOST_OPEN_FILES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setAvoidFlushDuringShutdown(true)
                .setMaxManifestFileSize(MANIFEST_BYTES)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(BLOCK_BYTES)
                        .setFilterPolicy(filter)
                        // One filter for a file of a million keys has megabytes: it fits no small cache, and was
                        // read and thrown away for every look-up.
                        .setIndexType(IndexType.kTwoLevelIndexSearch)
                        .setPartitionFilters(true)
                        .setMetadataBlockSize(METADATA_BLOCK_BYTES)
                        .setPinTopLevelIndexAndFilter(true)
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true));
        readOptions = new ReadOptions();
        writeOptions = new WriteOptions().setDisableWAL(true);
        envOptions = new EnvOptions();
        ingestOptions = new IngestExternalFileOptions().setMoveFiles(true);
    }

    /** Several shards, so that threads do not wait for each other, but none that a few blocks fill. */
    private static int shardBits(long memoryBytes) {
        int bits = 0;
        while (bits < MOST_SHARD_BITS && memoryBytes >> (bits + 1) >= LEAST_SHARD_BYTES) {
            bits++;
        }
        return bits;
    }

    /** A folder of one backend: operator, subtask and attempt are in its name. */
    Path folder(String jobId, String operatorId, int subtaskIndex, long attempt) {
        return folder.resolve(shortened(jobId)).resolve(shortened(operatorId) + "-" + subtaskIndex + "-" + attempt);
    }

    /** File systems take 255 bytes for a name; ids may be longer, and hold anything. */
    private static String shortened(String id) {
        String safe = id.replaceAll("[^A-Za-z0-9_-]", "_");
        return safe.equals(id) && id.length() <= 80
                ? id
                : safe.substring(0, Math.min(80, safe.length())) + "-" + Integer.toHexString(id.hashCode());
    }

    /**
     * To be called before anything of this is used, and followed by {@link #release}.
     *
     * @throws WeirException (SERVER_SHUTTING_DOWN) after it was closed
     */
    synchronized void retain() {
        if (isClosed) {
            throw new WeirException(ErrorCode.SERVER_SHUTTING_DOWN, "the server is shutting down");
        }
        users++;
    }

    synchronized void release() {
        users--;
        freeIfUnused();
    }

    Options options() {
        return options;
    }

    ReadOptions readOptions() {
        return readOptions;
    }

    WriteOptions writeOptions() {
        return writeOptions;
    }

    EnvOptions envOptions() {
        return envOptions;
    }

    IngestExternalFileOptions ingestOptions() {
        return ingestOptions;
    }

    /** Bytes of native memory in use by blocks, indexes, filters and write buffers. */
    public long usedBytes() {
        return cache.getUsage();
    }

    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        freeIfUnused();
    }

    private void freeIfUnused() {
        if (!isClosed || users > 0) {
            return;
        }
        ingestOptions.close();
        envOptions.close();
        writeOptions.close();
        readOptions.close();
        options.close();
        filter.close();
        writeBuffers.close();
        cache.close();
        LocalFolders.clear(folder);
    }
}
