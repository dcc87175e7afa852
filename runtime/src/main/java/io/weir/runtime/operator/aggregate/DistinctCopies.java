package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many copies of each argument are in each group, for all distinct aggregates of the same arguments, which may
 * differ in their filters: one look-up serves them all.
 *
 * <p>State: for each group and argument a number for each filter.
 *
 * <p>Per batch: {@link #begin}, {@link #change} for each function, {@link #end}.
 */
final class DistinctCopies {
    private static final int CLEAR_ROWS = 1024;
    private static final int NOT_COUNTED = -1;

    private final int[] arguments;
    /** A column for each slot; -1: all rows count. */
    private final int[] filterColumns;

    private final boolean countsAll;
    private final boolean hasNulls;
    private final KeyCodec codec;
    private final KeyedTable copies;
    private final KeyBatch keys = new KeyBatch();

    /** By number among those that count. */
    private int[] entries = {};
    /** By row; {@link #NOT_COUNTED} for one that does not count in any function. */
    private int[] entryOfRow = {};

    /** By slot, for functions that share one: the changes of this batch, null before they are made. */
    private final int[] @Nullable [] changesOfSlot;

    private int[] gone = new int[64];
    private int goneCount;

    /**
     * @param call one of the calls
     * @param filterColumns of all of them, each once
     * @param hasNulls whether a NULL is an argument like others; left out otherwise
     * @param name of the table, unique in the operator
     */
    DistinctCopies(AggregateCall call, List<Integer> filterColumns, boolean hasNulls, GroupState groups, String name) {
        this.arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
        this.filterColumns = filterColumns.stream().mapToInt(Integer::intValue).toArray();
        this.hasNulls = hasNulls;
        this.countsAll = filterColumns.stream().anyMatch(column -> column < 0);
        this.changesOfSlot = new int[filterColumns.size()][];
        List<DataType> types = new ArrayList<>(groups.keyTypes());
        types.addAll(call.argumentTypes());
        this.codec = new KeyCodec(types);
        this.copies = groups.state()
                .table(new TableSpec(
                        name,
                        types,
                        groups.namespaced(),
                        filterColumns.size(),
                        false,
                        groups.ttlMillis(),
                        groups.partitionColumns()));
    }

    /**
     * Looks up the arguments of a batch. Only rows that count: with filters they may be few, and an entry for each of
     * the others would fill the cache.
     */
    void begin(GroupRows rows) {
        int rowCount = rows.batch().rowCount();
        if (entryOfRow.length < rowCount) {
            entries = new int[rowCount];
            entryOfRow = new int[rowCount];
        }
        int[] counted = new int[rowCount];
        int count = collectCounted(rows, counted);
        copies.resolve(encode(rows, counted, count), namespaces(rows, counted, count), true, entries);
        if (count < rowCount) {
            Arrays.fill(entryOfRow, 0, rowCount, NOT_COUNTED);
        }
        for (int i = 0; i < count; i++) {
            entryOfRow[counted[i]] = entries[i];
        }
        goneCount = 0;
        Arrays.fill(changesOfSlot, null);
    }

    private int collectCounted(GroupRows rows, int[] counted) {
        Batch batch = rows.batch();
        int[] signs = hasNulls ? rows.signs() : Nulls.withoutNulls(batch, arguments, rows.signs());
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            if ((signs == null || signs[row] != 0) && (countsAll || isInAnyFilter(batch, batch.position(row)))) {
                counted[count++] = row;
            }
        }
        return count;
    }

    private boolean isInAnyFilter(Batch batch, int position) {
        for (int column : filterColumns) {
            BooleanColumn filter = (BooleanColumn) batch.column(column);
            if (!filter.isNull(position) && filter.values()[position]) {
                return true;
            }
        }
        return false;
    }

    private static long @Nullable [] namespaces(GroupRows rows, int[] counted, int count) {
        long[] all = rows.namespaces();
        if (all == null || count == rows.batch().rowCount()) {
            return all;
        }
        long[] some = new long[count];
        for (int i = 0; i < count; i++) {
            some[i] = all[counted[i]];
        }
        return some;
    }

    private KeyBatch encode(GroupRows rows, int[] counted, int count) {
        boolean isAll = count == rows.batch().rowCount();
        Batch keyRows = some(rows.keyRows(), counted, count, isAll);
        Batch argumentRows = some(rows.batch().project(arguments), counted, count, isAll);
        Column[] columns = new Column[keyRows.columnCount() + arguments.length];
        int[] all = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i < keyRows.columnCount() ? keyRows.column(i) : argumentRows.column(i - keyRows.columnCount());
            all[i] = i;
        }
        codec.encode(Batch.of(count, columns), all, keys);
        return keys;
    }

    private static Batch some(Batch rows, int[] counted, int count, boolean isAll) {
        return (isAll ? rows : rows.select(Arrays.copyOf(counted, count), count)).compact();
    }

    /** The slot of a filter. */
    int slot(int filterColumn) {
        for (int slot = 0; slot < filterColumns.length; slot++) {
            if (filterColumns[slot] == filterColumn) {
                return slot;
            }
        }
        throw new IllegalStateException("no distinct aggregate has the filter column " + filterColumn);
    }

    /**
     * Adds the rows' copies in a slot, unless another function has done so.
     *
     * @param signs of the rows, 0 where the filter does not let them through; null: all rows come
     * @return by row: 1 for the one that brings the first copy, -1 for the one that takes the last copy, else 0; not to
     *     be written to
     */
    int[] change(int rowCount, int @Nullable [] signs, int slot) {
        int[] made = changesOfSlot[slot];
        if (made != null) {
            return made;
        }
        int[] changes = new int[rowCount];
        changesOfSlot[slot] = changes;
        for (int row = 0; row < rowCount; row++) {
            int entry = entryOfRow[row];
            int sign = signs == null ? 1 : signs[row];
            if (sign == 0 || entry == NOT_COUNTED) {
                continue;
            }
            copies.touch(entry);
            long[] page = copies.page(entry);
            int at = copies.offset(entry) + slot;
            long before = page[at];
            long after = before + sign;
            page[at] = after;
            // A copy may be taken before it has come: a negative number is no copy.
            changes[row] = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
            if (after == 0) {
                addGone(entry);
            }
        }
        return changes;
    }

    private void addGone(int entry) {
        if (goneCount == gone.length) {
            gone = Arrays.copyOf(gone, goneCount * 2);
        }
        gone[goneCount++] = entry;
    }

    /** Forgets arguments of which no copies are left. */
    void end() {
        Arrays.sort(gone, 0, goneCount);
        for (int i = 0; i < goneCount; i++) {
            boolean again = i > 0 && gone[i] == gone[i - 1];
            if (!again && isEmpty(gone[i])) {
                copies.remove(gone[i]);
            }
        }
    }

    private boolean isEmpty(int entry) {
        long[] page = copies.page(entry);
        int offset = copies.offset(entry);
        for (int slot = 0; slot < filterColumns.length; slot++) {
            if (page[offset + slot] != 0) {
                return false;
            }
        }
        return true;
    }

    void clearUpTo(long namespace) {
        int[] due = new int[CLEAR_ROWS];
        KeyedTable.Scan scan = copies.scan(Long.MIN_VALUE, namespace);
        for (int count = scan.next(due, CLEAR_ROWS); count > 0; count = scan.next(due, CLEAR_ROWS)) {
            for (int i = 0; i < count; i++) {
                copies.remove(due[i]);
            }
        }
    }
}
