package io.weir.spi.connector;

import io.weir.spi.data.Schema;
import java.util.List;

/**
 * A table as its connector sees it.
 *
 * @param name as the user wrote it, for messages and for names in the external system
 * @param physical the columns that stand in the external records, in order
 * @param metadata the metadata columns that are wanted; a reader appends them to the physical columns in this order
 * @param primaryKey indexes of physical columns; empty if none is declared
 * @param options all options of the WITH clause, {@code connector} and {@code format} among them
 */
public record TableDescriptor(
        String name, Schema physical, List<MetadataColumn> metadata, List<Integer> primaryKey, Options options) {
    public TableDescriptor {
        metadata = List.copyOf(metadata);
        primaryKey = List.copyOf(primaryKey);
    }
}
