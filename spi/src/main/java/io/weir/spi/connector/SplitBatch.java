package io.weir.spi.connector;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Batch;

/** Rows of one split: physical columns, then the metadata columns that the table wants. */
public record SplitBatch(int split, Batch batch) {
    public SplitBatch {
        requireNonNull(batch, "batch is null");
        checkArgument(split >= 0, "split %s is negative", split);
    }
}
