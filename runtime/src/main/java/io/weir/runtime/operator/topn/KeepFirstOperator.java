package io.weir.runtime.operator.topn;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;

/**
 * Passes on the first row of each key and drops the others; append-only in and out, in the order of the input.
 *
 * <p>State: one entry per key seen, until its time to live has passed.
 */
final class KeepFirstOperator implements Operator {
    private final int[] keyColumns;
    private final KeyCodec keyCodec;
    private final KeyedTable seen;
    private final KeyBatch keys = new KeyBatch();
    private int[] entries = {};

    KeepFirstOperator(DeduplicateFactory spec, OperatorContext context) {
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.seen =
                context.keyedState().table(new TableSpec("seen", spec.keyTypes(), false, 1, false, spec.ttlMillis()));
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(batch.isAppendOnly(), "an insert-only input brought a withdrawal");
        int rowCount = batch.rowCount();
        if (entries.length < rowCount) {
            entries = new int[rowCount];
        }
        keyCodec.encode(batch, keyColumns, keys);
        seen.resolve(keys, null, true, entries);
        int[] first = new int[rowCount];
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            long[] page = seen.page(entries[row]);
            int at = seen.offset(entries[row]);
            if (page[at] == 0) {
                seen.touch(entries[row]);
                seen.page(entries[row])[seen.offset(entries[row])] = 1;
                first[count++] = row;
            }
        }
        if (count > 0) {
            output.emit(count == rowCount ? batch : batch.select(first, count));
        }
    }
}
