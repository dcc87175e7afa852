package io.weir.runtime.operator.rows;

import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;
import org.jspecify.annotations.Nullable;

/** Results that go out in batches of a bounded size. */
public final class PendingResults {
    private static final int BATCH_ROWS = 4096;

    private @Nullable Batch results;
    private int rowsOut;

    /**
     * To be called when nothing is pending.
     *
     * @param newResults null or without rows: there are none
     */
    public void set(@Nullable Batch newResults) {
        results = newResults == null || newResults.rowCount() == 0 ? null : newResults;
        rowsOut = 0;
    }

    public boolean isEmpty() {
        return results == null;
    }

    /** Emits one batch at most. */
    public void emitSome(Output output) {
        Batch batch = results;
        if (batch == null) {
            return;
        }
        int to = Math.min(batch.rowCount(), rowsOut + BATCH_ROWS);
        output.emit(rowsOut == 0 && to == batch.rowCount() ? batch : batch.slice(rowsOut, to));
        rowsOut = to;
        if (to == batch.rowCount()) {
            results = null;
        }
    }
}
