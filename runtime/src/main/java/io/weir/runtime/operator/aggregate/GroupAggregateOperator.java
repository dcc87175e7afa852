package io.weir.runtime.operator.aggregate;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps a group per key and emits, per batch, the change of each group that the batch met: the old row as {@code -U}
 * and the new one as {@code +U} (or {@code +I}, {@code -D}), nothing where both are equal. Withdrawals go out in one
 * batch, new rows in a second.
 *
 * <p>State: one entry per key. A group is forgotten when everything in it has been withdrawn.
 */
final class GroupAggregateOperator implements Operator {
    private static final int NONE = -1;
    private static final int UNCHANGED = -2;

    private final OperatorContext context;
    private final int[] keyColumns;
    private final List<DataType> keyTypes;
    private final List<DataType> resultTypes;
    private final boolean global;
    private final boolean emitsWithdrawals;
    private final KeyCodec keyCodec;
    private final KeyedTable table;
    private final AggregateFunctions functions;
    private final int[] partialKeyColumns;
    private final PartialGroups partials;
    private final KeyBatch keys = new KeyBatch();
    private final DistinctEntries met = new DistinctEntries();

    private boolean owesFirstRow;
    private int[] entries = {};
    private int[] existing = {};
    /** For each group of the batch its row among the old results, or {@link #NONE}. */
    private int[] beforeIndexes = {};

    private int[] afterIndexes = {};

    GroupAggregateOperator(GroupAggregateFactory spec, OperatorContext context) {
        this.context = context;
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.keyTypes = spec.keyTypes();
        this.resultTypes = spec.calls().stream().map(AggregateCall::resultType).toList();
        this.global = spec.keys().isEmpty();
        this.emitsWithdrawals = spec.emitsWithdrawals();
        this.keyCodec = new KeyCodec(keyTypes);
        this.functions = new AggregateFunctions(
                spec.calls(),
                spec.insertOnly(),
                new GroupState(context.keyedState(), keyTypes, false, spec.ttlMillis()));
        this.table = context.keyedState()
                .table(new TableSpec("groups", keyTypes, false, functions.slots(), false, spec.ttlMillis()));
        this.partialKeyColumns = IntStream.range(0, keyColumns.length).toArray();
        this.partials = new PartialGroups(functions, keyColumns.length);
        this.owesFirstRow = global && !context.isRestored() && context.subtaskIndex() == 0;
        if (owesFirstRow) {
            context.requestDrain();
        }
    }

    @Override
    public boolean drain(Output output) {
        if (owesFirstRow) {
            emitFirstRow(output);
        }
        return true;
    }

    // SQL: an aggregation without GROUP BY has one row even over no rows.
    private void emitFirstRow(Output output) {
        owesFirstRow = false;
        encodeGlobalKey();
        table.resolve(keys, null, true, entries);
        table.touch(entries[0]);
        Column[] columns = new Column[functions.size()];
        functions.results(table, entries, 1, columns, 0);
        output.emit(Batch.of(1, columns));
    }

    private void encodeGlobalKey() {
        keyCodec.encode(Batch.of(1), keyColumns, keys);
        ensureRows(1);
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        if (owesFirstRow) {
            emitFirstRow(output);
        }
        boolean isPartial = input == GroupAggregateFactory.PARTIAL_INPUT;
        int rowCount = batch.rowCount();
        ensureRows(rowCount);
        keyCodec.encode(batch, isPartial ? partialKeyColumns : keyColumns, keys);
        table.resolve(keys, null, true, entries);
        int groupCount = met.collect(entries, rowCount);
        int[] groups = met.entries();
        int beforeCount = collectExisting(groups, groupCount, beforeIndexes);
        Column[] before = emitsWithdrawals ? resultRows(beforeCount) : new Column[0];
        for (int i = 0; i < groupCount; i++) {
            table.touch(groups[i]);
        }
        add(batch, isPartial);
        int afterCount = collectExisting(groups, groupCount, afterIndexes);
        Column[] after = resultRows(afterCount);
        emitGone(groups, groupCount, before, beforeCount, after, output);
        emitNew(groupCount, after, afterCount, output);
        for (int i = 0; i < groupCount; i++) {
            if (afterIndexes[i] == NONE && functions.isNeutral(table, groups[i])) {
                table.remove(groups[i]);
            }
        }
    }

    private void add(Batch batch, boolean isPartial) {
        if (isPartial) {
            partials.read(batch);
            partials.addTo(table, entries, batch.rowCount());
        } else {
            functions.accumulate(new GroupRows(
                    batch, batch.project(keyColumns), keys, null, table, entries, GroupRows.signsOf(batch)));
        }
    }

    // A group that has been promised more withdrawals than rows does not exist, and its sums mean nothing.
    private int collectExisting(int[] groups, int groupCount, int[] indexes) {
        int count = 0;
        for (int i = 0; i < groupCount; i++) {
            boolean exists = global || AggregateFunctions.rowCount(table, groups[i]) > 0;
            indexes[i] = exists ? count : NONE;
            if (exists) {
                existing[count++] = groups[i];
            }
        }
        return count;
    }

    private Column[] resultRows(int count) {
        Column[] columns = new Column[keyColumns.length + functions.size()];
        appendKeyColumns(existing, count, columns);
        functions.results(table, existing, count, columns, keyColumns.length);
        return columns;
    }

    private void appendKeyColumns(int[] groups, int groupCount, Column[] columns) {
        ColumnBuilder[] builders = keyTypes.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        table.appendKeys(groups, groupCount, builders);
        for (int i = 0; i < builders.length; i++) {
            columns[i] = builders[i].build();
        }
    }

    private void emitGone(
            int[] groups, int groupCount, Column[] before, int beforeCount, Column[] after, Output output) {
        int[] rows = new int[groupCount];
        byte[] kinds = new byte[groupCount];
        int count = 0;
        for (int i = 0; i < groupCount; i++) {
            int old = beforeIndexes[i];
            boolean exists = afterIndexes[i] != NONE;
            if (old == NONE || (exists && !emitsWithdrawals)) {
                continue;
            }
            if (exists && ColumnRows.equal(before, old, after, afterIndexes[i], keyColumns.length)) {
                afterIndexes[i] = UNCHANGED;
                continue;
            }
            kinds[count] = exists ? RowKind.UPDATE_BEFORE_CODE : RowKind.DELETE_CODE;
            rows[count++] = emitsWithdrawals ? old : i;
        }
        if (count > 0) {
            Batch source = emitsWithdrawals ? Batch.of(beforeCount, before) : keysOnly(groups, groupCount);
            output.emit(source.select(rows, count).withRowKinds(kinds));
        }
    }

    // A reader that gets no withdrawals keeps the last row of each key: of what is deleted it needs the key alone.
    private Batch keysOnly(int[] groups, int groupCount) {
        Column[] columns = new Column[keyColumns.length + functions.size()];
        appendKeyColumns(groups, groupCount, columns);
        for (int i = keyColumns.length; i < columns.length; i++) {
            ColumnBuilder nulls = ColumnBuilder.of(resultTypes.get(i - keyColumns.length));
            for (int row = 0; row < groupCount; row++) {
                nulls.addNull();
            }
            columns[i] = nulls.build();
        }
        return Batch.of(groupCount, columns);
    }

    private void emitNew(int groupCount, Column[] after, int afterCount, Output output) {
        int[] rows = new int[groupCount];
        byte[] kinds = new byte[groupCount];
        int count = 0;
        boolean allInserts = true;
        for (int i = 0; i < groupCount; i++) {
            if (afterIndexes[i] >= 0) {
                boolean isNew = beforeIndexes[i] == NONE;
                kinds[count] = isNew ? RowKind.INSERT_CODE : RowKind.UPDATE_AFTER_CODE;
                allInserts &= isNew;
                rows[count++] = afterIndexes[i];
            }
        }
        if (count > 0) {
            output.emit(Batch.of(afterCount, after).select(rows, count).withRowKinds(allInserts ? null : kinds));
        }
    }

    private void ensureRows(int rowCount) {
        if (entries.length < rowCount) {
            entries = new int[rowCount];
            existing = new int[rowCount];
            beforeIndexes = new int[rowCount];
            afterIndexes = new int[rowCount];
        }
    }

    @Override
    public String toString() {
        return "GroupAggregateOperator[" + context.operatorId() + "]";
    }
}
