package io.weir.runtime.operator.window;

import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.aggregate.AggregateFunctions;
import io.weir.runtime.operator.aggregate.GroupRows;
import io.weir.runtime.operator.aggregate.GroupState;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Aggregates the rows of complete sessions. The group of a session is made for it, and taken apart again: nothing of it
 * stays.
 */
final class SessionResults {

    private final int[] keyColumns;
    private final int callCount;
    /** Whether functions keep everything in slots. */
    private final boolean isMergeable;

    private final OrderedRows source;
    private final KeyedRows.Cursor cursor;
    private final KeyCodec keyCodec;
    private final AggregateFunctions functions;
    private final KeyedTable table;
    private final BatchBuilder decoded;
    private final ColumnBuilder[] decodedColumns;
    private final BatchBuilder results;
    private final KeyBatch key = new KeyBatch();
    private final int[] entry = new int[1];

    SessionResults(SessionAggregateFactory spec, OrderedRows source, KeyedState state) {
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.callCount = spec.calls().size();
        this.source = source;
        this.cursor = source.cursor();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.isMergeable = AggregateFunctions.areMergeable(spec.calls(), true);
        this.functions =
                new AggregateFunctions(spec.calls(), isMergeable, new GroupState(state, spec.keyTypes(), false, 0));
        this.table = state.table(new TableSpec("session", spec.keyTypes(), false, functions.slots(), false, 0));
        this.decoded = new BatchBuilder(spec.rowTypes());
        this.decodedColumns = new ColumnBuilder[spec.rowTypes().size()];
        for (int i = 0; i < decodedColumns.length; i++) {
            decodedColumns[i] = decoded.column(i);
        }
        List<DataType> types = new ArrayList<>(spec.keyTypes());
        spec.calls().forEach(call -> types.add(call.resultType()));
        types.add(DataType.of(TypeKind.TIMESTAMP));
        types.add(DataType.of(TypeKind.TIMESTAMP));
        this.results = new BatchBuilder(types);
    }

    boolean isFull() {
        return results.isFull();
    }

    void flush(Output output) {
        if (!results.isEmpty()) {
            output.emit(results.build());
        }
    }

    /** Takes the rows of the first session of a key out of state, and adds its result. */
    void take(int handle, long firstTime, long lastTime, long end) {
        List<Batch> batches = takeRows(handle, lastTime);
        keyCodec.encode(batches.get(0).slice(0, 1), keyColumns, key);
        table.resolve(key, null, true, entry);
        table.touch(entry[0]);
        batches.forEach(batch -> accumulate(batch, 1));
        append(batches.get(0), firstTime, end);
        if (!isMergeable) {
            // What functions keep beside the slots goes as it came.
            batches.forEach(batch -> accumulate(batch, -1));
        }
        table.remove(entry[0]);
    }

    private List<Batch> takeRows(int handle, long lastTime) {
        List<Batch> batches = new ArrayList<>();
        boolean found = cursor.first(handle);
        while (found && TimeKey.get(cursor.keyData(), cursor.keyStart() + 1) <= lastTime) {
            long copies = cursor.number(OrderedRows.MULTIPLICITY);
            for (long copy = 0; copy < copies; copy++) {
                source.decode(cursor, decodedColumns);
                decoded.endRow();
            }
            if (copies > 0) {
                cursor.remove();
            }
            if (decoded.isFull()) {
                batches.add(decoded.build());
            }
            found = cursor.next();
        }
        if (!decoded.isEmpty()) {
            batches.add(decoded.build());
        }
        return batches;
    }

    private void accumulate(Batch batch, int sign) {
        int[] entries = new int[batch.rowCount()];
        Arrays.fill(entries, entry[0]);
        int[] signs = new int[batch.rowCount()];
        Arrays.fill(signs, sign);
        functions.accumulate(
                new GroupRows(batch, batch.project(keyColumns), key, null, table, entries, sign > 0 ? null : signs));
    }

    private void append(Batch batch, long firstTime, long end) {
        for (int i = 0; i < keyColumns.length; i++) {
            results.column(i).addFrom(batch.column(keyColumns[i]), 0);
        }
        ColumnBuilder[] columns = new ColumnBuilder[callCount];
        for (int i = 0; i < callCount; i++) {
            columns[i] = results.column(keyColumns.length + i);
        }
        functions.appendResults(table, entry, 1, columns);
        results.column(keyColumns.length + callCount).addLong(firstTime);
        results.column(keyColumns.length + callCount + 1).addLong(end);
        results.endRow();
    }
}
