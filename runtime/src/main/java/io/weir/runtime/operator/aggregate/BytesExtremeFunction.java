package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.ColumnBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * MIN and MAX of insert-only texts and byte strings: of all values the extreme one is kept. Of a batch only the best
 * row of each group is compared with it.
 *
 * <p>Slot: number of values. State: the extreme of each group, in a table of its own.
 */
final class BytesExtremeFunction implements AggregateFunction {
    private static final int NONE = -1;
    private static final int LEAST_CAPACITY = 32;

    private final boolean greatest;
    private final int[] arguments;
    private final int slot;
    private final boolean namespaced;
    /** With a time to live an extreme lives as long as its group, and every row prolongs that. */
    private final boolean expires;

    private final KeyedTable extremes;
    private final KeyBatch keys = new KeyBatch();
    private int[] found = {};

    /** The groups of a batch, and the best row of each. */
    private int[] groups = {};

    private int[] bestRows = {};
    /** Numbers of groups by hash, or {@link #NONE}. */
    private int[] numbers = {};

    BytesExtremeFunction(AggregateCall call, boolean greatest, GroupState state, int slot, String name) {
        this.greatest = greatest;
        this.arguments = new int[] {call.arguments().get(0)};
        this.slot = slot;
        this.namespaced = state.namespaced();
        this.expires = state.ttlMillis() > 0;
        this.extremes = state.state()
                .table(new TableSpec(
                        name,
                        state.keyTypes(),
                        state.namespaced(),
                        0,
                        true,
                        state.ttlMillis(),
                        state.partitionColumns()));
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        BytesColumn values = (BytesColumn) batch.column(arguments[0]);
        if (expires) {
            prolong(rows);
        }
        int count = chooseBest(rows, values);
        find(rows.state(), groups, count, true);
        for (int i = 0; i < count; i++) {
            int position = batch.position(bestRows[i]);
            byte[] old = extremes.bytes(found[i]);
            boolean isBetter =
                    old == null || isBetter(values.data(), values.start(position), values.end(position), old);
            if (isBetter) {
                extremes.touch(found[i]);
                extremes.setBytes(found[i], values.bytes(position));
            }
        }
    }

    /** Also by rows that have no value, or that a filter leaves out: they leave the result as it is. */
    private void prolong(GroupRows rows) {
        int count = rows.batch().rowCount();
        find(rows.state(), rows.entries(), count, false);
        for (int row = 0; row < count; row++) {
            if (found[row] != KeyedTable.ABSENT) {
                extremes.touch(found[row]);
            }
        }
    }

    /** @return how many groups the rows have that count */
    private int chooseBest(GroupRows rows, BytesColumn values) {
        Batch batch = rows.batch();
        int rowCount = batch.rowCount();
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        Slots table = rows.table();
        int mask = begin(rowCount);
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            if (signs != null && signs[row] == 0) {
                continue;
            }
            int entry = rows.entries()[row];
            table.page(entry)[table.offset(entry) + slot]++;
            int at = ((entry * 0x9E3779B9) >>> 7) & mask;
            while (numbers[at] != NONE && groups[numbers[at]] != entry) {
                at = (at + 1) & mask;
            }
            if (numbers[at] == NONE) {
                numbers[at] = count;
                groups[count] = entry;
                bestRows[count++] = row;
            } else if (isBetter(values, batch.position(row), batch.position(bestRows[numbers[at]]))) {
                bestRows[numbers[at]] = row;
            }
        }
        return count;
    }

    /** @return the mask of {@link #numbers} */
    private int begin(int rowCount) {
        int capacity = Integer.highestOneBit(Math.max(LEAST_CAPACITY, rowCount)) << 2;
        if (numbers.length < capacity) {
            numbers = new int[capacity];
        }
        if (groups.length < rowCount) {
            groups = new int[rowCount];
            bestRows = new int[rowCount];
        }
        Arrays.fill(numbers, 0, capacity, NONE);
        return capacity - 1;
    }

    private boolean isBetter(BytesColumn values, int position, int best) {
        int compared = Arrays.compareUnsigned(
                values.data(),
                values.start(position),
                values.end(position),
                values.data(),
                values.start(best),
                values.end(best));
        return greatest ? compared > 0 : compared < 0;
    }

    private boolean isBetter(byte[] data, int from, int to, byte[] best) {
        int compared = Arrays.compareUnsigned(data, from, to, best, 0, best.length);
        return greatest ? compared > 0 : compared < 0;
    }

    /** The entries of groups in {@link #extremes}, into {@link #found}. */
    private void find(KeyedTable table, int[] entries, int count, boolean create) {
        if (found.length < count) {
            found = new int[count];
        }
        long @Nullable [] namespaces = null;
        if (namespaced) {
            namespaces = new long[count];
            for (int i = 0; i < count; i++) {
                namespaces[i] = table.namespace(entries[i]);
            }
        }
        table.keysOf(entries, count, keys);
        extremes.resolve(keys, namespaces, create, found);
    }

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        find(table, entries, count, false);
        for (int i = 0; i < count; i++) {
            byte[] extreme = found[i] == KeyedTable.ABSENT ? null : extremes.bytes(found[i]);
            if (extreme == null) {
                out.addNull();
            } else {
                out.addBytes(extreme, 0, extreme.length);
            }
        }
    }

    @Override
    public boolean isMergeable() {
        return false;
    }

    @Override
    public void merge(Slots fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {
        throw new IllegalStateException("extremes of texts do not merge");
    }

    @Override
    public void forget(KeyedTable table, int[] entries, int count) {
        find(table, entries, count, false);
        for (int i = 0; i < count; i++) {
            if (found[i] != KeyedTable.ABSENT) {
                extremes.remove(found[i]);
            }
        }
    }
}
