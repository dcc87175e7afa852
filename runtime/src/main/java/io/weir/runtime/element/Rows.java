package io.weir.runtime.element;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Batch;

/** Some rows. */
public record Rows(Batch batch) implements StreamElement {
    public Rows {
        requireNonNull(batch, "batch is null");
    }
}
