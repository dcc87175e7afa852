package io.weir.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.DataType;

/** One column of an ordering. */
public record SortKey(int column, DataType type, boolean descending, boolean nullsFirst) {
    public SortKey {
        requireNonNull(type, "type is null");
    }
}
