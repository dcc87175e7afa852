package io.weir.runtime.operator.topn;

import static io.weir.spi.Checks.checkState;

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
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.RowKind;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Keeps one row per key of an insert-only input, the first or the last by time, and emits per batch how it has changed.
 *
 * <p>State: one row per key, with its time, until its time to live has passed.
 */
final class DeduplicateOperator implements Operator {
    private final int[] keyColumns;
    private final int[] allColumns;
    private final int timeColumn;
    private final boolean keepLast;
    private final KeyCodec keyCodec;
    private final RowCodec rowCodec;
    private final KeyedTable kept;
    private final ChangeBuilder changes;
    private final KeyBatch keys = new KeyBatch();
    private final ByteRows encoded = new ByteRows();
    private final RowGroups groups = new RowGroups();
    private int[] entries = {};
    private long bestTime;

    DeduplicateOperator(DeduplicateFactory spec, OperatorContext context) {
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.allColumns = IntStream.range(0, spec.rowTypes().size()).toArray();
        this.timeColumn = spec.timeColumn();
        this.keepLast = spec.keepLast();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.rowCodec = new RowCodec(spec.rowTypes());
        this.kept =
                context.keyedState().table(new TableSpec("kept", spec.keyTypes(), false, 1, true, spec.ttlMillis()));
        this.changes = new ChangeBuilder(spec.rowTypes());
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(batch.isAppendOnly(), "an insert-only input brought a withdrawal");
        int rowCount = batch.rowCount();
        if (entries.length < rowCount) {
            entries = new int[rowCount];
        }
        keyCodec.encode(batch, keyColumns, keys);
        rowCodec.encode(batch, allColumns, encoded);
        kept.resolve(keys, null, true, entries);
        groups.group(entries, rowCount);
        while (groups.next()) {
            int best = bestRow(batch, groups.number());
            if (best >= 0) {
                replace(groups.number(), best);
            }
        }
        changes.flush(output);
    }

    /** @return the row of the group that takes the place of the one kept, or -1 if that one stays */
    private int bestRow(Batch batch, int entry) {
        boolean isKept = kept.bytes(entry) != null;
        bestTime = kept.page(entry)[kept.offset(entry)];
        int best = -1;
        for (int i = 0; i < groups.size(); i++) {
            int row = groups.row(i);
            long time = timeOf(batch, row);
            boolean isBetter = keepLast ? time >= bestTime : time < bestTime;
            if (isBetter || (!isKept && best < 0)) {
                best = row;
                bestTime = time;
            }
        }
        return best;
    }

    private long timeOf(Batch batch, int row) {
        int position = batch.position(row);
        LongColumn times = (LongColumn) batch.column(timeColumn);
        if (times.isNull(position)) {
            return keepLast ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return times.values()[position];
    }

    private void replace(int entry, int row) {
        byte[] old = kept.bytes(entry);
        kept.touch(entry);
        kept.page(entry)[kept.offset(entry)] = bestTime;
        if (old != null && Arrays.equals(old, 0, old.length, encoded.data(), encoded.start(row), encoded.end(row))) {
            return;
        }
        if (old != null) {
            changes.add(false, RowKind.UPDATE_BEFORE_CODE, rowCodec, old, 0);
        }
        byte kind = old == null ? RowKind.INSERT_CODE : RowKind.UPDATE_AFTER_CODE;
        changes.add(true, kind, rowCodec, encoded.data(), encoded.start(row));
        kept.setBytes(entry, encoded.bytes(row));
    }
}
