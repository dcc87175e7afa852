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

/**
 * Keeps a group per key and emits, per batch, the change of each group that the batch met: the old row as {@code -U} and the new one as {@code +U} (or {@code +I},
 * {@code -D}), nothing where both are equal. Withdrawals go out in one batch, new rows in a second.
 *
 * <p>State: one entry per key. A group is forgotten when everything in it has been withdrawn.
 */
final class GroupAggregateOperator implements Operator {
    private final OperatorContext context;
    private final int[] keyColumns;
    private final List<DataType> keyTypes;
    private final boolean global;
    private final boolean emitsWithdrawals;
    private final KeyCodec keyCodec;
    private final KeyedTable table;
    private final AggregateFunctions functions;
    private final KeyBatch keys = new KeyBatch();
    private final DistinctEntries met = new DistinctEntries();

    private boolean owesFirstRow;
    private int[] entries = {};
    private boolean[] existed = {};

    GroupAggregateOperator(GroupAggregateFactory spec, OperatorContext context) {
        this.context = context;
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.keyTypes = spec.keyTypes();
        this.global = spec.keys().isEmpty();
        this.emitsWithdrawals = spec.emitsWithdrawals();
        this.keyCodec = new KeyCodec(keyTypes);
        this.functions = new AggregateFunctions(
                spec.calls(),
                spec.insertOnly(),
                new GroupState(context.keyedState(), keyTypes, false, spec.ttlMillis()));
        this.table = context.keyedState()
                .table(new TableSpec("groups", keyTypes, false, functions.slots(), false, spec.ttlMillis()));
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
        int rowCount = batch.rowCount();
        ensureRows(rowCount);
        keyCodec.encode(batch, keyColumns, keys);
        table.resolve(keys, null, true, entries);
        int groupCount = met.collect(entries, rowCount);
        int[] groups = met.entries();
        Column[] before = new Column[keyColumns.length + functions.size()];
        if (emitsWithdrawals) {
            functions.results(table, groups, groupCount, before, keyColumns.length);
        }
        for (int i = 0; i < groupCount; i++) {
            existed[i] = global || AggregateFunctions.rowCount(table, groups[i]) > 0;
            table.touch(groups[i]);
        }
        functions.accumulate(
                new GroupRows(batch, batch.project(keyColumns), keys, null, table, entries, GroupRows.signsOf(batch)));
        Column[] after = new Column[before.length];
        appendKeyColumns(groups, groupCount, after);
        System.arraycopy(after, 0, before, 0, keyColumns.length);
        functions.results(table, groups, groupCount, after, keyColumns.length);
        emitChanges(groups, groupCount, before, after, output);
    }

    private void appendKeyColumns(int[] groups, int groupCount, Column[] columns) {
        ColumnBuilder[] builders = keyTypes.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        table.appendKeys(groups, groupCount, builders);
        for (int i = 0; i < builders.length; i++) {
            columns[i] = builders[i].build();
        }
    }

    private void emitChanges(int[] groups, int groupCount, Column[] before, Column[] after, Output output) {
        int[] goneRows = new int[groupCount];
        byte[] goneKinds = new byte[groupCount];
        int goneCount = 0;
        int[] newRows = new int[groupCount];
        byte[] newKinds = new byte[groupCount];
        int newCount = 0;
        boolean allInserts = true;
        for (int i = 0; i < groupCount; i++) {
            boolean exists = global || AggregateFunctions.rowCount(table, groups[i]) > 0;
            if (existed[i] && exists && emitsWithdrawals && ColumnRows.equal(before, i, after, i, keyColumns.length)) {
                continue;
            }
            if (existed[i] && (emitsWithdrawals || !exists)) {
                goneKinds[goneCount] = exists ? RowKind.UPDATE_BEFORE_CODE : RowKind.DELETE_CODE;
                goneRows[goneCount++] = i;
            }
            if (exists) {
                newKinds[newCount] = existed[i] ? RowKind.UPDATE_AFTER_CODE : RowKind.INSERT_CODE;
                allInserts &= !existed[i];
                newRows[newCount++] = i;
            }
            if (!exists && functions.isNeutral(table, groups[i])) {
                table.remove(groups[i]);
            }
        }
        // Without withdrawals only deletions go out, and of those only the key matters to the reader.
        Column[] gone = emitsWithdrawals ? before : after;
        output.emit(Batch.of(groupCount, gone).select(goneRows, goneCount).withRowKinds(goneKinds));
        output.emit(Batch.of(groupCount, after).select(newRows, newCount).withRowKinds(allInserts ? null : newKinds));
    }

    private void ensureRows(int rowCount) {
        if (entries.length < rowCount) {
            entries = new int[rowCount];
            existed = new boolean[rowCount];
        }
    }

    @Override
    public String toString() {
        return "GroupAggregateOperator[" + context.operatorId() + "]";
    }
}
