package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.List;

/** Turns key columns of batches into {@link KeyBatch}es. Holds no state but its buffers; not thread-safe. */
public final class KeyCodec {
    private final List<DataType> types;

    public KeyCodec(List<DataType> types) {
        this.types = List.copyOf(requireNonNull(types, "types is null"));
    }

    /** Encodes the key columns of all rows of a batch. {@code columns} are indexes, one for each type. */
    public void encode(Batch batch, int[] columns, KeyBatch keys) {
        throw new IllegalStateException("no encoding for " + types);
    }
}
