package io.weir.runtime.operator.topn;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.rows.ChangeBuilder;
import io.weir.runtime.operator.rows.RowGroups;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.RowCodec;
import io.weir.runtime.state.RowsSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all rows of each key with the order in which they came, because the first or last of them may be withdrawn, and
 * emits per batch how the chosen one has changed.
 *
 * <p>State: the different rows of each key, each with its multiplicity and the number of its arrival in its key. Of
 * several copies of a row, the first to arrive counts when the first is kept, the last when the last is; which of them
 * is withdrawn cannot be known.
 */
final class ArrivalDeduplicateOperator implements Operator {
    private static final int MULTIPLICITY = 0;
    private static final int ARRIVAL = 1;
    private static final byte[] NO_PAYLOAD = {};

    private final int[] keyColumns;
    private final int[] allColumns;
    private final boolean keepLast;
    private final KeyCodec keyCodec;
    private final RowCodec rowCodec;
    private final KeyedRows rows;
    private final KeyedRows.Cursor cursor;
    private final ChangeBuilder changes;
    private final KeyBatch keys = new KeyBatch();
    private final ByteRows encoded = new ByteRows();
    private final RowGroups groups = new RowGroups();
    private int[] handles = {};
    private long arrivals;

    ArrivalDeduplicateOperator(DeduplicateFactory spec, OperatorContext context) {
        List<DataType> keyTypes = spec.keyTypes();
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.allColumns = IntStream.range(0, spec.rowTypes().size()).toArray();
        this.keepLast = spec.keepLast();
        this.keyCodec = new KeyCodec(keyTypes);
        this.rowCodec = new RowCodec(spec.rowTypes());
        this.rows = context.keyedState().rows(new RowsSpec("rows", keyTypes, 2, spec.ttlMillis()));
        this.cursor = rows.cursor();
        this.changes = new ChangeBuilder(spec.rowTypes());
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        int rowCount = batch.rowCount();
        if (handles.length < rowCount) {
            handles = new int[rowCount];
        }
        keyCodec.encode(batch, keyColumns, keys);
        rowCodec.encode(batch, allColumns, encoded);
        rows.load(keys, handles);
        groups.group(handles, rowCount);
        while (groups.next()) {
            byte[] before = chosen(groups.number());
            for (int i = 0; i < groups.size(); i++) {
                int row = groups.row(i);
                change(row, RowKind.sign(batch.rowKind(row)));
            }
            emit(before, chosen(groups.number()));
        }
        changes.flush(output);
    }

    /** A copy of the row that is first or last, or null; sets {@link #arrivals} to the greatest number in the key. */
    private byte @Nullable [] chosen(int handle) {
        byte[] chosen = null;
        long chosenArrival = 0;
        arrivals = 0;
        for (boolean found = cursor.first(handle); found; found = cursor.next()) {
            long arrival = cursor.number(ARRIVAL);
            arrivals = Math.max(arrivals, arrival);
            boolean isBetter = chosen == null || (keepLast ? arrival > chosenArrival : arrival < chosenArrival);
            if (cursor.number(MULTIPLICITY) > 0 && isBetter) {
                chosen = Arrays.copyOfRange(cursor.keyData(), cursor.keyStart(), cursor.keyEnd());
                chosenArrival = arrival;
            }
        }
        return chosen;
    }

    private void change(int row, int sign) {
        if (!cursor.seek(handles[row], encoded.data(), encoded.start(row), encoded.end(row))) {
            cursor.insert(NO_PAYLOAD, 0, 0);
        }
        long before = cursor.number(MULTIPLICITY);
        if (before + sign == 0) {
            cursor.remove();
            return;
        }
        cursor.setNumber(MULTIPLICITY, before + sign);
        if (sign > 0 && (keepLast || before <= 0)) {
            cursor.setNumber(ARRIVAL, ++arrivals);
        }
    }

    private void emit(byte @Nullable [] before, byte @Nullable [] after) {
        if (Arrays.equals(before, after)) {
            return;
        }
        if (before != null) {
            byte kind = after == null ? RowKind.DELETE_CODE : RowKind.UPDATE_BEFORE_CODE;
            changes.add(false, kind, rowCodec, before, 0);
        }
        if (after != null) {
            byte kind = before == null ? RowKind.INSERT_CODE : RowKind.UPDATE_AFTER_CODE;
            changes.add(true, kind, rowCodec, after, 0);
        }
    }
}
