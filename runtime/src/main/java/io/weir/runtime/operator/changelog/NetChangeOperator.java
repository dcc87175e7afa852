package io.weir.runtime.operator.changelog;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.RowCodec;
import io.weir.runtime.state.RowsSpec;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.RowKind;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all rows of each key and compares, at the end of an epoch, what it shows with what it has shown.
 *
 * <p>State: {@code rows}, for each key its different rows, each with its multiplicity (negative while a withdrawal has
 * come before its row), the number of its last arrival, and whether the sink has it; {@code changed}, the keys met in
 * this epoch. Operator state: the number of arrivals.
 */
final class NetChangeOperator implements Operator {
    private static final int CHUNK_KEYS = 4096;
    private static final String ARRIVALS = "arrivals";
    private static final byte[] NO_PAYLOAD = {};

    private static final int MULTIPLICITY = 0;
    private static final int ARRIVAL = 1;
    private static final int SHOWN = 2;

    private final int[] keyColumns;
    private final int[] allColumns;
    private final KeyCodec keyCodec;
    private final RowCodec rowCodec;
    private final KeyedRows rows;
    private final KeyedRows.Cursor cursor;
    private final KeyedTable changed;
    private final BatchBuilder changes;
    private final ColumnBuilder[] columns;
    private final KeyBatch keys = new KeyBatch();
    private final ByteRows encoded = new ByteRows();
    private int[] handles = new int[CHUNK_KEYS];
    private int[] entries = new int[CHUNK_KEYS];
    private long arrivals;
    private KeyedTable.@Nullable Scan ending;

    NetChangeOperator(NetChangeFactory spec, OperatorContext context) {
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.allColumns = IntStream.range(0, spec.rowTypes().size()).toArray();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.rowCodec = new RowCodec(spec.rowTypes());
        this.rows = context.keyedState().rows(new RowsSpec("rows", spec.keyTypes(), 3, 0));
        this.cursor = rows.cursor();
        this.changed = context.keyedState().table(new TableSpec("changed", spec.keyTypes(), false, 0, false, 0));
        this.changes = new BatchBuilder(spec.rowTypes());
        this.columns = IntStream.of(allColumns).mapToObj(changes::column).toArray(ColumnBuilder[]::new);
        for (byte[] restored : context.restoredState(ARRIVALS)) {
            arrivals = Math.max(arrivals, ByteBuffer.wrap(restored).getLong());
        }
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        int rowCount = batch.rowCount();
        if (handles.length < rowCount) {
            handles = new int[rowCount];
            entries = new int[rowCount];
        }
        keyCodec.encode(batch, keyColumns, keys);
        rowCodec.encode(batch, allColumns, encoded);
        rows.load(keys, handles);
        changed.resolve(keys, null, true, entries);
        for (int row = 0; row < rowCount; row++) {
            changed.touch(entries[row]);
            change(row, RowKind.sign(batch.rowKind(row)));
        }
    }

    private void change(int row, int sign) {
        if (!cursor.seek(handles[row], encoded.data(), encoded.start(row), encoded.end(row))) {
            cursor.insert(NO_PAYLOAD, 0, 0);
        }
        long multiplicity = cursor.number(MULTIPLICITY) + sign;
        if (multiplicity == 0 && cursor.number(SHOWN) == 0) {
            cursor.remove();
            return;
        }
        cursor.setNumber(MULTIPLICITY, multiplicity);
        if (sign > 0) {
            cursor.setNumber(ARRIVAL, ++arrivals);
        }
    }

    @Override
    public void barrier(Barrier barrier, Output output) {
        ending = changed.scan(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public void endOfInput(int input, Output output) {
        ending = changed.scan(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public boolean drain(Output output) {
        if (ending == null) {
            return true;
        }
        int count = ending.next(entries, CHUNK_KEYS);
        if (count == 0) {
            ending = null;
            return true;
        }
        changed.keysOf(entries, count, keys);
        rows.load(keys, handles);
        for (int i = 0; i < count; i++) {
            showNetChange(handles[i]);
            changed.remove(entries[i]);
        }
        if (!changes.isEmpty()) {
            output.emit(changes.build());
        }
        return false;
    }

    private void showNetChange(int handle) {
        boolean wasShown = false;
        long lastArrival = 0;
        for (boolean found = cursor.first(handle); found; found = cursor.next()) {
            wasShown |= cursor.number(SHOWN) != 0;
            if (cursor.number(MULTIPLICITY) > 0) {
                lastArrival = Math.max(lastArrival, cursor.number(ARRIVAL));
            }
        }
        for (boolean found = cursor.first(handle); found; found = cursor.next()) {
            boolean isLast = cursor.number(MULTIPLICITY) > 0 && cursor.number(ARRIVAL) == lastArrival;
            boolean isShown = cursor.number(SHOWN) != 0;
            if (isLast && !isShown) {
                emit(wasShown ? RowKind.UPDATE_AFTER_CODE : RowKind.INSERT_CODE);
                cursor.setNumber(SHOWN, 1);
            } else if (isShown && !isLast) {
                if (lastArrival == 0) {
                    emit(RowKind.DELETE_CODE);
                }
                cursor.setNumber(SHOWN, 0);
                if (cursor.number(MULTIPLICITY) == 0) {
                    cursor.remove();
                }
            }
        }
    }

    private void emit(byte kind) {
        rowCodec.decode(cursor.keyData(), cursor.keyStart(), columns);
        changes.endRow(kind);
    }

    @Override
    public CompletionStage<Map<String, byte[]>> snapshot(Barrier barrier) {
        byte[] state = ByteBuffer.allocate(Long.BYTES).putLong(arrivals).array();
        return CompletableFuture.completedFuture(Map.of(ARRIVALS, state));
    }
}
