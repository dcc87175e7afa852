package io.weir.spi.connector;

import io.weir.spi.data.DataType;

/**
 * A column that a connector fills with what it knows of a record: partition, offset, timestamp.
 *
 * @param key the connector's name for it, such as {@code offset}
 */
public record MetadataColumn(String name, String key, DataType type) {}
