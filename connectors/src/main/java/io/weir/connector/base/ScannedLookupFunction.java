package io.weir.connector.base;

import io.weir.spi.connector.LookupFunction;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds rows in an index of the whole table; the call that finds it too old makes it anew, others wait for that. */
final class ScannedLookupFunction implements LookupFunction {
    private final ScannedLookup table;
    private final List<Integer> keyColumns;
    private final List<DataType> keyTypes;
    private final Object reload = new Object();
    private volatile @Nullable Loaded loaded;

    /** The table as it was read for the n-th time, counted from 1. */
    private record Loaded(RowIndex rows, long number) {}

    ScannedLookupFunction(ScannedLookup table, List<Integer> keyColumns) {
        this.table = table;
        this.keyColumns = List.copyOf(keyColumns);
        this.keyTypes = keyColumns.stream().map(table.types()::get).toList();
    }

    @Override
    public Found lookup(Batch keys) throws Exception {
        RowIndex rows = current().rows;
        BatchBuilder found = new BatchBuilder(table.types());
        List<Integer> keyRows = new ArrayList<>();
        for (int key = 0; key < keys.rowCount(); key++) {
            for (RowIndex.Place place : rows.find(RowIndex.key(keyTypes, keys, key))) {
                for (int column = 0; column < table.types().size(); column++) {
                    found.column(column).addFrom(place.batch().column(column), place.position());
                }
                found.endRow();
                keyRows.add(key);
            }
        }
        return new Found(
                found.build(), keyRows.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The number of the reading that a look-up would use now. */
    @Override
    public long generation() {
        Loaded present = loaded;
        if (present == null) {
            return 1;
        }
        return isOld(present.rows) ? present.number + 1 : present.number;
    }

    private Loaded current() throws Exception {
        Loaded present = loaded;
        if (present != null && !isOld(present.rows)) {
            return present;
        }
        synchronized (reload) {
            present = loaded;
            if (present == null || isOld(present.rows)) {
                long number = present == null ? 1 : present.number + 1;
                present = new Loaded(TableScan.read(table, keyColumns), number);
                loaded = present;
            }
            return present;
        }
    }

    private boolean isOld(RowIndex rows) {
        long ageMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - rows.loadedAtNanos());
        return table.reloadMillis() > 0 && ageMillis >= table.reloadMillis();
    }
}
