package io.weir.runtime.operator.changelog;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.rows.ChangeBuilder;
import io.weir.runtime.operator.rows.RowGroups;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.RowCodec;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Keeps the last row of each key and emits, per batch, how it has changed.
 *
 * <p>State: one row per key that is there, until its time to live has passed. A batch makes at most one change of each key, whatever it brought in
 * between.
 */
final class NormalizeOperator implements Operator {
    private final int[] keyColumns;
    private final int[] allColumns;
    private final KeyCodec keyCodec;
    private final RowCodec rowCodec;
    private final KeyedTable table;
    private final boolean expires;
    private final ChangeBuilder changes;
    private final KeyBatch keys = new KeyBatch();
    private final ByteRows encoded = new ByteRows();
    private final RowGroups groups = new RowGroups();
    private int[] entries = {};

    NormalizeOperator(NormalizeFactory spec, OperatorContext context) {
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.allColumns = IntStream.range(0, spec.rowTypes().size()).toArray();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.rowCodec = new RowCodec(spec.rowTypes());
        this.table =
                context.keyedState().table(new TableSpec("rows", spec.keyTypes(), false, 0, true, spec.ttlMillis()));
        this.expires = spec.ttlMillis() > 0;
        this.changes = new ChangeBuilder(spec.rowTypes());
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        int rowCount = batch.rowCount();
        if (entries.length < rowCount) {
            entries = new int[rowCount];
        }
        keyCodec.encode(batch, keyColumns, keys);
        rowCodec.encode(batch, allColumns, encoded);
        table.resolve(keys, null, true, entries);
        groups.group(entries, rowCount);
        while (groups.next()) {
            int last = groups.row(groups.size() - 1);
            if (RowKind.withdraws(batch.rowKind(last))) {
                remove(groups.number());
            } else {
                replace(groups.number(), last);
            }
        }
        changes.flush(output);
    }

    private void remove(int entry) {
        byte[] old = table.bytes(entry);
        if (old != null) {
            changes.add(false, RowKind.DELETE_CODE, rowCodec, old, 0);
            table.touch(entry);
            table.remove(entry);
        }
    }

    private void replace(int entry, int row) {
        byte[] old = table.bytes(entry);
        if (old != null && Arrays.equals(old, 0, old.length, encoded.data(), encoded.start(row), encoded.end(row))) {
            if (expires) {
                table.touch(entry); // the row says that the key still lives
            }
            return;
        }
        if (old != null) {
            changes.add(false, RowKind.UPDATE_BEFORE_CODE, rowCodec, old, 0);
        }
        changes.add(
                true,
                old == null ? RowKind.INSERT_CODE : RowKind.UPDATE_AFTER_CODE,
                rowCodec,
                encoded.data(),
                encoded.start(row));
        table.touch(entry);
        table.setBytes(entry, encoded.bytes(row));
    }
}
