package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.connector.LookupFunction;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks up the keys of batches: from the cache, or with one call per batch for all keys that are not there. */
final class PendingLookups {
    private final OperatorContext context;
    private final LookupFunction function;
    private final LookupCache cache;
    private final int[] keyColumns;
    private final RowCodec keyCodec;
    private final ByteRows keyRows = new ByteRows();

    /** A batch of left rows, and what was found for each of them; complete when nothing is under way. */
    static final class Pending {
        final Batch batch;
        /** By row; null: nothing, or not yet. */
        final LookupCache.@Nullable Rows[] found;

        boolean isComplete;

        Pending(Batch batch) {
            this.batch = batch;
            this.found = new LookupCache.Rows[batch.rowCount()];
        }
    }

    PendingLookups(LookupJoinFactory spec, OperatorContext context) {
        this.context = context;
        this.function = spec.lookup().get();
        this.cache = new LookupCache(spec.cacheKeys(), spec.cacheTtlMillis());
        this.keyColumns = spec.leftKeys().stream().mapToInt(Integer::intValue).toArray();
        List<DataType> keyTypes =
                spec.leftKeys().stream().map(spec.leftTypes()::get).toList();
        this.keyCodec = new RowCodec(keyTypes);
    }

    /** Begins to look up the keys of a batch; the operator is asked to drain when that is complete. */
    Pending begin(Batch batch) {
        Pending pending = new Pending(batch);
        keyCodec.encode(batch, keyColumns, keyRows);
        long now = context.clock().currentTimeMillis();
        Map<LookupCache.Key, Integer> missing = new HashMap<>();
        List<LookupCache.Key> missingKeys = new ArrayList<>();
        int[] missingRows = new int[batch.rowCount()];
        int[] missingOf = new int[batch.rowCount()];
        for (int row = 0; row < batch.rowCount(); row++) {
            missingOf[row] = -1;
            if (hasNullKey(batch, row)) {
                continue;
            }
            LookupCache.Key key = new LookupCache.Key(keyRows.bytes(row));
            pending.found[row] = cache.get(key, now);
            if (pending.found[row] == null) {
                int next = missingKeys.size();
                Integer known = missing.putIfAbsent(key, next);
                if (known == null) {
                    missingKeys.add(key);
                    missingRows[next] = row;
                }
                missingOf[row] = known == null ? next : known;
            }
        }
        if (missingKeys.isEmpty()) {
            pending.isComplete = true;
        } else {
            Batch wanted = batch.project(keyColumns)
                    .select(missingRows, missingKeys.size())
                    .compact();
            context.runAsync(() -> function.lookup(wanted), found -> complete(pending, missingKeys, missingOf, found));
        }
        return pending;
    }

    private boolean hasNullKey(Batch batch, int row) {
        int position = batch.position(row);
        for (int column : keyColumns) {
            if (batch.column(column).isNull(position)) {
                return true;
            }
        }
        return false;
    }

    private void complete(Pending pending, List<LookupCache.Key> keys, int[] missingOf, LookupFunction.Found found) {
        long now = context.clock().currentTimeMillis();
        LookupCache.Rows[] rows = new LookupCache.Rows[keys.size()];
        int at = 0;
        for (int key = 0; key < rows.length; key++) {
            int from = at;
            while (at < found.keyRows().length && found.keyRows()[at] == key) {
                at++;
            }
            rows[key] = new LookupCache.Rows(found.rows(), from, at, now);
            cache.put(keys.get(key), rows[key]);
        }
        checkState(at == found.keyRows().length, "a look-up of %s keys found rows in the wrong order", keys.size());
        for (int row = 0; row < missingOf.length; row++) {
            if (missingOf[row] >= 0) {
                pending.found[row] = rows[missingOf[row]];
            }
        }
        pending.isComplete = true;
        context.requestDrain();
    }

    void close() {
        function.close();
    }
}
