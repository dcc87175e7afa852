package io.weir.runtime.operator.aggregate;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.RowCodec;
import io.weir.runtime.state.RowsSpec;
import io.weir.runtime.state.Slots;
import io.weir.runtime.state.SortKeyCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.TypeKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all values of a group, ordered, and computes the result from them: MIN and MAX where rows can be withdrawn or
 * values are objects, FIRST_VALUE, LAST_VALUE, LISTAGG, ARRAY_AGG, MODE, and the others that
 * {@link CollectedResult} knows.
 *
 * <p>Values stand in the order of the call's ORDER BY, then in their own; without ORDER BY, FIRST_VALUE and LAST_VALUE
 * go by arrival. State: the rows of each group with their multiplicity; slot: number of values.
 */
final class CollectFunction implements AggregateFunction {
    private static final int MULTIPLICITY = 0;

    private final CollectedResult result;
    private final boolean byArrival;
    private final boolean takesNulls;
    private final int[] arguments;
    private final int[] orderColumns;
    private final boolean namespaced;
    private final int slot;
    /** With a time to live the values of a group live as long as it does, and every row prolongs that. */
    private final boolean expires;

    private final List<DataType> keyTypes;
    private final KeyCodec keyCodec;
    private final SortKeyCodec orderCodec;
    private final RowCodec valueCodec;
    private final KeyedRows values;
    private final KeyedRows.Cursor cursor;
    private final KeyBatch keys = new KeyBatch();
    private final ByteRows orderKeys = new ByteRows();
    private final ByteRows payloads = new ByteRows();
    private int[] handles = {};

    CollectFunction(AggregateCall call, GroupState groups, int slot, String name) {
        this.result = CollectedResult.of(call);
        this.byArrival = call.order().isEmpty()
                && (call.kind() == AggregateCall.Kind.FIRST_VALUE || call.kind() == AggregateCall.Kind.LAST_VALUE);
        this.takesNulls = result.takesNulls();
        this.arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
        this.namespaced = groups.namespaced();
        this.slot = slot;
        this.expires = groups.ttlMillis() > 0;
        this.keyTypes = groups.keyTypes();
        List<DataType> rowsKey = new ArrayList<>(groups.keyTypes());
        if (namespaced) {
            rowsKey.add(DataType.of(TypeKind.BIGINT).notNull());
        }
        this.keyCodec = new KeyCodec(rowsKey);
        List<SortKeyCodec.Order> orders = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        for (SortKey key : call.order()) {
            orders.add(new SortKeyCodec.Order(key.type(), key.descending(), key.nullsFirst()));
            columns.add(key.column());
        }
        if (!byArrival) {
            // Ties, and everything if there is no ORDER BY, go by value: so the result does not depend on the order of
            // arrival, and a withdrawn row is found.
            for (int i = 0; i < arguments.length; i++) {
                orders.add(new SortKeyCodec.Order(call.argumentTypes().get(i), false, false));
                columns.add(arguments[i]);
            }
        }
        this.orderCodec = new SortKeyCodec(orders);
        this.orderColumns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.valueCodec = new RowCodec(call.argumentTypes());
        this.values =
                groups.state().rows(new RowsSpec(name, rowsKey, 1, groups.ttlMillis(), groups.partitionColumns()));
        this.cursor = values.cursor();
    }

    @Override
    public int slots() {
        return byArrival ? 2 : 1;
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        int rowCount = batch.rowCount();
        encodeKeys(rows.keyRows(), rows.namespaces(), rowCount);
        valueCodec.encode(batch, arguments, payloads);
        for (int row = 0; expires && row < rowCount; row++) {
            values.prolong(handles[row]);
        }
        int[] signs = takesNulls ? rows.signs() : Nulls.withoutNulls(batch, arguments, rows.signs());
        for (int row = 0; row < rowCount; row++) {
            int sign = signs == null ? 1 : signs[row];
            if (sign == 0) {
                continue;
            }
            int entry = rows.entries()[row];
            long[] page = rows.table().page(entry);
            int at = rows.table().offset(entry) + slot;
            page[at] += sign;
            if (byArrival) {
                changeByArrival(page, at, row, sign);
            } else {
                orderKeys.clear();
                orderCodec.append(batch, orderColumns, row, orderKeys);
                orderKeys.endRow();
                change(handles[row], orderKeys.data(), orderKeys.start(0), orderKeys.end(0), row, sign);
            }
        }
    }

    private void encodeKeys(Batch keyRows, long @Nullable [] namespaces, int rowCount) {
        Batch dense = keyRows.compact();
        Column[] columns = new Column[keyTypes.size() + (namespaced ? 1 : 0)];
        int[] all = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            all[i] = i;
            columns[i] = i < keyTypes.size()
                    ? dense.column(i)
                    : new LongColumn(rowCount, Objects.requireNonNull(namespaces), null);
        }
        keyCodec.encode(Batch.of(rowCount, columns), all, keys);
        if (handles.length < rowCount) {
            handles = new int[rowCount];
        }
        values.load(keys, handles);
    }

    private void change(int handle, byte[] key, int from, int to, int row, int sign) {
        if (!cursor.seek(handle, key, from, to)) {
            cursor.insert(payloads.data(), payloads.start(row), payloads.end(row));
        }
        long multiplicity = cursor.number(MULTIPLICITY) + sign;
        if (multiplicity == 0) {
            cursor.remove();
        } else {
            cursor.setNumber(MULTIPLICITY, multiplicity);
        }
    }

    // The order key is a running number, kept in the slot behind the count. A withdrawn row takes the first equal value
    // with it.
    private void changeByArrival(long[] page, int at, int row, int sign) {
        int handle = handles[row];
        for (boolean found = cursor.first(handle); found; found = cursor.next()) {
            boolean equal = Arrays.equals(
                    cursor.payloadData(),
                    cursor.payloadStart(),
                    cursor.payloadEnd(),
                    payloads.data(),
                    payloads.start(row),
                    payloads.end(row));
            if (equal && Long.signum(cursor.number(MULTIPLICITY)) == -sign) {
                cursor.remove();
                if (values.size(handle) == 0) {
                    page[at + 1] = 0;
                }
                return;
            }
            if (sign > 0 && cursor.number(MULTIPLICITY) > 0) {
                break; // withdrawals that came too early stand in front only by chance, but there are none in a settled
                // group
            }
        }
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(++page[at + 1]).array();
        change(handle, number, 0, number.length, row, sign);
    }

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        ColumnBuilder[] builders = keyTypes.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        table.appendKeys(entries, count, builders);
        Column[] columns = new Column[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].build();
        }
        long[] namespaces = null;
        if (namespaced) {
            namespaces = new long[count];
            for (int i = 0; i < count; i++) {
                namespaces[i] = table.namespace(entries[i]);
            }
        }
        encodeKeys(Batch.of(count, columns), namespaces, count);
        result.begin();
        for (int i = 0; i < count; i++) {
            result.append(cursor, handles[i], valueCodec, out);
        }
    }

    @Override
    public boolean isMergeable() {
        return false;
    }

    @Override
    public void merge(Slots fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {
        throw new IllegalStateException("collected values do not merge");
    }

    @Override
    public void forget(KeyedTable table, int[] entries, int count) {
        ColumnBuilder[] builders = keyTypes.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        table.appendKeys(entries, count, builders);
        Column[] columns = new Column[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].build();
        }
        long[] namespaces = new long[count];
        for (int i = 0; i < count; i++) {
            namespaces[i] = namespaced ? table.namespace(entries[i]) : 0;
        }
        encodeKeys(Batch.of(count, columns), namespaces, count);
        for (int i = 0; i < count; i++) {
            values.clear(handles[i]);
        }
    }
}
