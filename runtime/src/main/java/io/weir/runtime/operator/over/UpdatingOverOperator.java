package io.weir.runtime.operator.over;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.rows.ChangeBuilder;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.operator.rows.RowGroups;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Window functions over rows in any order, which may be withdrawn: per batch and partition, results are computed anew
 * for the rows that the change can have affected, and the differences go out.
 *
 * <p>State: the rows of each partition in order, each with the results of its copies that went out last. The work of a
 * batch grows with the size of the partitions that it meets: if no function looks ahead, with their part behind the
 * first change. One partition at a time is decoded in memory. With a time to live a partition that no row has changed
 * for so long is forgotten; what came out of it stays.
 */
final class UpdatingOverOperator implements Operator {
    private static final byte[] NOTHING = {};

    private final boolean looksBack;
    private final int[] keyColumns;
    private final KeyCodec keyCodec;
    private final OrderedRows rows;
    private final KeyedRows.Cursor cursor;
    private final OverFunctions functions;
    private final PartitionRows partition;
    private final RowCodec resultCodec;
    private final int[] resultColumns;
    private final ChangeBuilder changes;
    private final RowGroups groups = new RowGroups();
    private final KeyBatch key = new KeyBatch();
    private final ByteRows results = new ByteRows();
    private @Nullable Batch batch;

    // The pass over the rows of a partition, from the first that is affected: emits what differs from what went out.
    private int handle;
    private boolean onRow;
    private int resultIndex;

    UpdatingOverOperator(OverAggregateFactory spec, OperatorContext context) {
        this.looksBack = spec.calls().stream().allMatch(OverCall::looksBack);
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.rows = new OrderedRows(
                "rows",
                spec.keys(),
                spec.keyTypes(),
                spec.order(),
                spec.rowTypes(),
                spec.ttlMillis(),
                context.keyedState());
        this.cursor = rows.cursor();
        this.functions = new OverFunctions(spec, false, context.keyedState());
        this.partition = new PartitionRows(spec.rowTypes());
        List<DataType> resultTypes =
                spec.calls().stream().map(OverCall::resultType).toList();
        this.resultCodec = new RowCodec(resultTypes);
        this.resultColumns = IntStream.range(0, resultTypes.size()).toArray();
        List<DataType> types = new ArrayList<>(spec.rowTypes());
        types.addAll(resultTypes);
        this.changes = new ChangeBuilder(types);
    }

    @Override
    public void process(int input, Batch newBatch, Output output) {
        batch = newBatch;
        rows.accept(newBatch);
        groups.group(rows.handles(), newBatch.rowCount());
        onRow = false;
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        Batch source = batch;
        while (source != null && !changes.isFull()) {
            if (onRow) {
                settleRow();
            } else if (groups.next()) {
                change(source);
            } else {
                batch = null;
                source = null;
            }
        }
        changes.flush(output);
        return batch == null;
    }

    private void change(Batch source) {
        handle = groups.number();
        int least = groups.row(0);
        for (int i = 0; i < groups.size(); i++) {
            int row = groups.row(i);
            addCopies(row, RowKind.sign(source.rowKind(row)));
            ByteRows keys = rows.orderKeys();
            if (rows.compareOrderKey(least, keys.data(), keys.start(row), keys.end(row)) > 0) {
                least = row;
            }
        }
        int first = read(looksBack ? least : -1);
        keyCodec.encode(source.select(new int[] {groups.row(0)}, 1), keyColumns, key);
        evaluate(first);
        resultIndex = 0;
        onRow = toFirst(looksBack ? least : -1);
    }

    // A row whose last copy goes stays until its results have been withdrawn.
    private void addCopies(int row, int sign) {
        ByteRows keys = rows.orderKeys();
        if (!cursor.seek(handle, keys.data(), keys.start(row), keys.end(row))) {
            cursor.insert(NOTHING, 0, 0);
        }
        cursor.setNumber(OrderedRows.MULTIPLICITY, cursor.number(OrderedRows.MULTIPLICITY) + sign);
    }

    /**
     * Decodes the rows of the partition.
     *
     * @return the index of the first that is not before the sort key of row {@code least}
     */
    private int read(int least) {
        partition.clear();
        int first = 0;
        boolean isBefore = least >= 0;
        for (boolean found = cursor.first(handle); found; found = cursor.next()) {
            isBefore = isBefore && rows.compareSortKey(least, cursor.keyData(), cursor.keyStart()) > 0;
            if (cursor.number(OrderedRows.MULTIPLICITY) > 0) {
                partition.add(rows, cursor, cursor.number(OrderedRows.MULTIPLICITY));
            }
            if (isBefore) {
                first = partition.count();
            }
        }
        partition.end();
        return first;
    }

    private void evaluate(int first) {
        if (first == partition.count()) {
            results.clear();
            return;
        }
        int groupsBefore = partition.group(first);
        Column[] columns = functions.evaluate(partition, first, key, first, groupsBefore);
        resultCodec.encode(Batch.of(partition.count() - first, columns), resultColumns, results);
    }

    private boolean toFirst(int least) {
        if (least < 0) {
            return cursor.first(handle);
        }
        ByteRows keys = rows.orderKeys();
        int sortKeyEnd = rows.rowStart(keys.data(), keys.start(least));
        // A sort key alone is no row: the first row with it follows.
        return cursor.seek(handle, keys.data(), keys.start(least), sortKeyEnd) || cursor.next();
    }

    private void settleRow() {
        int copies = (int) Math.max(0, cursor.number(OrderedRows.MULTIPLICITY));
        int from = copies == 0 ? 0 : results.start(resultIndex);
        int to = copies == 0 ? 0 : results.end(resultIndex + copies - 1);
        byte[] old = cursor.payloadData();
        int oldFrom = cursor.payloadStart();
        int oldTo = cursor.payloadEnd();
        if (!Arrays.equals(old, oldFrom, oldTo, results.data(), from, to)) {
            emitDifference(Arrays.copyOfRange(old, oldFrom, oldTo), copies);
            keepResults(from, to);
        } else if (cursor.number(OrderedRows.MULTIPLICITY) == 0) {
            cursor.remove();
        }
        resultIndex += copies;
        onRow = cursor.next();
    }

    private void emitDifference(byte[] old, int copies) {
        int oldAt = 0;
        for (int copy = 0; copy < copies || oldAt < old.length; copy++) {
            boolean hasOld = oldAt < old.length;
            boolean hasNew = copy < copies;
            int oldEnd = hasOld ? resultCodec.skip(old, oldAt) : oldAt;
            int index = resultIndex + copy;
            boolean isSame = hasOld
                    && hasNew
                    && Arrays.equals(old, oldAt, oldEnd, results.data(), results.start(index), results.end(index));
            if (hasOld && !isSame) {
                emit(false, hasNew ? RowKind.UPDATE_BEFORE_CODE : RowKind.DELETE_CODE, old, oldAt);
            }
            if (hasNew && !isSame) {
                byte kind = hasOld ? RowKind.UPDATE_AFTER_CODE : RowKind.INSERT_CODE;
                emit(true, kind, results.data(), results.start(index));
            }
            oldAt = oldEnd;
        }
    }

    private void emit(boolean comes, byte kind, byte[] result, int from) {
        var columns = changes.columns(comes);
        int rowColumns = columns.length - resultColumns.length;
        rows.rowCodec().decode(cursor.keyData(), rows.rowStart(cursor.keyData(), cursor.keyStart()), columns);
        resultCodec.decode(result, from, Arrays.copyOfRange(columns, rowColumns, columns.length));
        changes.end(comes, kind);
    }

    // A payload is changed by putting the row there anew.
    private void keepResults(int from, int to) {
        long copies = cursor.number(OrderedRows.MULTIPLICITY);
        byte[] orderKey = Arrays.copyOfRange(cursor.keyData(), cursor.keyStart(), cursor.keyEnd());
        cursor.remove();
        if (copies != 0) {
            cursor.seek(handle, orderKey, 0, orderKey.length);
            cursor.insert(results.data(), from, to);
            cursor.setNumber(OrderedRows.MULTIPLICITY, copies);
        }
    }
}
