package io.weir.spi.data;

import static java.util.Objects.requireNonNull;

/** A named column of a schema. Names keep the case they were written in; they are matched without it. */
public record Field(String name, DataType type) {
    public Field {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
    }
}
