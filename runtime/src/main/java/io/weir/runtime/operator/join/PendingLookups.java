package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyNumbers;
import io.weir.spi.connector.LookupFunction;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.Arrays;
import java.util.List;

/** Looks up the keys of batches: from the cache, or with one call per batch for all keys that are not there. */
final class PendingLookups {
    private static final int KNOWN = -1;
    private static final int[] NONE = {};

    private final OperatorContext context;
    private final LookupFunction function;
    private final FoundRows found;
    private final LookupCache cache;
    private final int[] keyColumns;
    private final KeyCodec keyCodec;
    private final KeyBatch keys = new KeyBatch();
    private final KeyNumbers missing;
    private int[] numbers = NONE;

    /** A batch of left rows, and what was found for each of them; complete when nothing is under way. */
    static final class Pending {
        final Batch batch;
        final FoundPlaces places;
        boolean isComplete;

        Pending(Batch batch, FoundRows found) {
            this.batch = batch;
            this.places = new FoundPlaces(found, batch.rowCount());
        }
    }

    /**
     * Keys that are being looked up.
     *
     * @param ofRow by row of the batch: which of the keys it has, or {@link #KNOWN}
     * @param generation of the cache in which they were missing
     */
    private record Missing(KeyBatch keys, int[] ofRow, long generation) {}

    PendingLookups(LookupJoinFactory spec, FoundRows found, OperatorContext context) {
        this.context = context;
        this.function = spec.lookup().get();
        this.found = found;
        this.keyColumns = spec.leftKeys().stream().mapToInt(Integer::intValue).toArray();
        List<DataType> keyTypes =
                spec.leftKeys().stream().map(spec.leftTypes()::get).toList();
        this.cache = new LookupCache(keyTypes, spec.cacheKeys(), spec.cacheTtlMillis(), found);
        this.keyCodec = new KeyCodec(keyTypes);
        this.missing = new KeyNumbers(keyTypes);
    }

    /** Begins to look up the keys of a batch; the operator is asked to drain when that is complete. */
    Pending begin(Batch batch) {
        Pending pending = new Pending(batch, found);
        int rowCount = batch.rowCount();
        if (numbers.length < rowCount) {
            numbers = new int[rowCount];
        }
        keyCodec.encode(batch, keyColumns, keys);
        cache.begin(function.generation());
        cache.find(keys, context.clock().currentTimeMillis(), numbers, pending.places);
        leaveOutNulls(batch);
        pending.isComplete = !isAnyAbsent(rowCount);
        if (!pending.isComplete) {
            lookUpMissing(pending);
        }
        return pending;
    }

    /** A row with a NULL in its key finds nothing: no key to look up. */
    private void leaveOutNulls(Batch batch) {
        int[] selection = batch.selection();
        for (int column : keyColumns) {
            boolean[] nulls = batch.column(column).nulls();
            for (int row = 0; nulls != null && row < batch.rowCount(); row++) {
                if (nulls[selection == null ? row : selection[row]]) {
                    numbers[row] = 0;
                }
            }
        }
    }

    private boolean isAnyAbsent(int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            if (numbers[row] == KeyNumbers.ABSENT) {
                return true;
            }
        }
        return false;
    }

    private void lookUpMissing(Pending pending) {
        int rowCount = pending.batch.rowCount();
        int[] ofRow = new int[rowCount];
        Arrays.fill(ofRow, KNOWN);
        int[] firstRows = new int[rowCount];
        missing.clear();
        for (int row = 0; row < rowCount; row++) {
            if (numbers[row] == KeyNumbers.ABSENT) {
                int number = missing.find(keys, row);
                if (number == KeyNumbers.ABSENT) {
                    number = missing.add(keys, row);
                    firstRows[number] = row;
                }
                ofRow[row] = number;
            }
        }
        Batch wanted = pending.batch
                .project(keyColumns)
                .select(firstRows, missing.size())
                .withRowKinds(null)
                .compact();
        KeyBatch wantedKeys = new KeyBatch();
        keyCodec.encode(wanted, allColumns(), wantedKeys);
        Missing sought = new Missing(wantedKeys, ofRow, cache.generation());
        context.runAsync(() -> function.lookup(wanted), rows -> complete(pending, sought, rows));
    }

    private int[] allColumns() {
        int[] columns = new int[keyColumns.length];
        Arrays.setAll(columns, i -> i);
        return columns;
    }

    private void complete(Pending pending, Missing sought, LookupFunction.Found rows) {
        int keyCount = sought.keys.count();
        int[] starts = starts(keyCount, rows.keyRows());
        int batch = found.add(rows.rows());
        // What was asked for before everything was forgotten may itself be out of date.
        if (sought.generation == cache.generation()) {
            long now = context.clock().currentTimeMillis();
            for (int key = 0; key < keyCount; key++) {
                cache.put(sought.keys, key, batch, starts[key], starts[key + 1], now);
            }
        }
        for (int row = 0; row < sought.ofRow.length; row++) {
            int key = sought.ofRow[row];
            if (key != KNOWN) {
                pending.places.set(row, batch, starts[key], starts[key + 1]);
            }
        }
        found.release(batch);
        pending.isComplete = true;
        context.requestDrain();
    }

    /** {@code int[keyCount + 1]}: where the rows of each key begin. */
    private static int[] starts(int keyCount, int[] keyRows) {
        int[] starts = new int[keyCount + 1];
        int at = 0;
        for (int key = 0; key < keyCount; key++) {
            starts[key] = at;
            while (at < keyRows.length && keyRows[at] == key) {
                at++;
            }
        }
        starts[keyCount] = at;
        checkState(at == keyRows.length, "a look-up of %s keys found rows in the wrong order", keyCount);
        return starts;
    }

    void close() {
        function.close();
    }
}
