package io.weir.connector.datagen;

import io.weir.spi.data.ColumnBuilder;

/** Makes the values of one column or one nested field. */
@FunctionalInterface
interface FieldGenerator {
    /** Adds the value of a row, or null. */
    void add(ColumnBuilder out, long row, long nowMillis);
}
