package io.weir.runtime.operator.window;

import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.aggregate.AggregateFunctions;
import io.weir.runtime.operator.rows.ChangeBuilder;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Compares the results of windows with those that came out last, which stand as rows in the bytes of their entries. */
final class WindowChanges {
    private final int keyCount;
    private final List<DataType> types;
    private final int[] allColumns;
    private final AggregateFunctions functions;
    private final KeyedTable table;
    private final RowCodec codec;
    private final ChangeBuilder changes;
    private final ByteRows encoded = new ByteRows();

    WindowChanges(WindowAggregateFactory spec, AggregateFunctions functions, KeyedTable table) {
        this.keyCount = spec.keyTypes().size();
        this.types = new ArrayList<>(spec.keyTypes());
        spec.calls().forEach(call -> types.add(call.resultType()));
        types.add(DataType.of(TypeKind.TIMESTAMP));
        types.add(DataType.of(TypeKind.TIMESTAMP));
        this.allColumns = IntStream.range(0, types.size()).toArray();
        this.functions = functions;
        this.table = table;
        this.codec = new RowCodec(types);
        this.changes = new ChangeBuilder(types);
    }

    /** Adds the changes of some windows, each once; {@code entries} is {@code int[count or more]}. */
    void add(int[] entries, int count) {
        int[] existing = new int[count];
        int existingCount = 0;
        for (int i = 0; i < count; i++) {
            if (AggregateFunctions.rowCount(table, entries[i]) > 0) {
                existing[existingCount++] = entries[i];
            } else {
                withdraw(entries[i]);
            }
        }
        if (existingCount == 0) {
            return;
        }
        codec.encode(results(existing, existingCount), allColumns, encoded);
        for (int i = 0; i < existingCount; i++) {
            replace(existing[i], i);
        }
    }

    private void withdraw(int entry) {
        byte[] old = table.bytes(entry);
        if (old != null) {
            changes.add(false, RowKind.DELETE_CODE, codec, old, 0);
            table.touch(entry);
            table.setBytes(entry, null);
        }
    }

    private void replace(int entry, int row) {
        byte[] old = table.bytes(entry);
        if (old != null && Arrays.equals(old, 0, old.length, encoded.data(), encoded.start(row), encoded.end(row))) {
            return;
        }
        if (old != null) {
            changes.add(false, RowKind.UPDATE_BEFORE_CODE, codec, old, 0);
        }
        byte kind = old == null ? RowKind.INSERT_CODE : RowKind.UPDATE_AFTER_CODE;
        changes.add(true, kind, codec, encoded.data(), encoded.start(row));
        table.touch(entry);
        table.setBytes(entry, encoded.bytes(row));
    }

    private Batch results(int[] existing, int count) {
        Column[] columns = new Column[types.size()];
        ColumnBuilder[] builders = new ColumnBuilder[keyCount + 1];
        for (int i = 0; i < keyCount; i++) {
            builders[i] = ColumnBuilder.of(types.get(i));
        }
        builders[keyCount] = ColumnBuilder.of(DataType.of(TypeKind.BIGINT));
        table.appendKeys(existing, count, builders);
        for (int i = 0; i < keyCount; i++) {
            columns[i] = builders[i].build();
        }
        functions.results(table, existing, count, columns, keyCount);
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            ends[i] = table.namespace(existing[i]);
        }
        columns[columns.length - 2] = builders[keyCount].build();
        columns[columns.length - 1] = new LongColumn(count, ends, null);
        return Batch.of(count, columns);
    }

    void flush(Output output) {
        changes.flush(output);
    }
}
