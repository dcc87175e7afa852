package io.weir.tables;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import java.time.Duration;
import java.util.List;

/**
 * What the server's configuration says about tables.
 *
 * @param logRetention how long changes are kept for jobs that have not read them
 * @param maxTransactionBytes how large a transaction may grow
 * @param blockCacheBytes memory for blocks, indexes and filters
 */
public record TableStoreOptions(Duration logRetention, long maxTransactionBytes, long blockCacheBytes) {
    public static final Option<Duration> LOG_RETENTION = Option.duration(
            "weir.tables.log-retention",
            "7 d",
            "How long the changes of tables are kept for jobs that have not read them yet.");
    public static final Option<Long> MAX_TRANSACTION_SIZE = Option.size(
            "weir.tables.max-transaction-size",
            null,
            "How many bytes of rows one statement may write to tables; by default 256 mb, or an eighth of the heap if that is less.");
    private static final long USUAL_TRANSACTION_BYTES = 256L << 20;

    public static final Option<Long> BLOCK_CACHE_SIZE =
            Option.size("weir.tables.cache-size", "64 mb", "Memory in which blocks of tables and views are kept.");

    public static final Option<Long> VIEW_CHANGES_SIZE = Option.sizeFrom(
            "weir.tables.view-changes-size",
            null,
            1,
            "Memory for changes of views that wait for the end of their epoch; beyond it what the views read from outside waits; by default an eighth of the heap.");

    public TableStoreOptions {
        checkArgument(maxTransactionBytes > 0, "transaction size %s is not positive", maxTransactionBytes);
        checkArgument(blockCacheBytes > 0, "cache size %s is not positive", blockCacheBytes);
    }

    public static List<Option<?>> all() {
        return List.of(LOG_RETENTION, MAX_TRANSACTION_SIZE, BLOCK_CACHE_SIZE, VIEW_CHANGES_SIZE);
    }

    public static TableStoreOptions of(Options options) {
        long usualBytes = Math.min(USUAL_TRANSACTION_BYTES, Runtime.getRuntime().maxMemory() / 8);
        return new TableStoreOptions(
                options.get(LOG_RETENTION),
                options.find(MAX_TRANSACTION_SIZE).orElse(usualBytes),
                options.get(BLOCK_CACHE_SIZE));
    }

    public static TableStoreOptions defaults() {
        return of(Options.empty());
    }
}
