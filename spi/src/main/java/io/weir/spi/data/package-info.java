/**
 * Changelog batches by column: what flows between sources, operators and sinks.
 *
 * <p>Doors: {@link io.weir.spi.data.Batch}, {@link io.weir.spi.data.Column}, {@link io.weir.spi.data.DataType}.
 * Everything here is immutable except the builders, which belong to one thread.
 */
@NullMarked
package io.weir.spi.data;

import org.jspecify.annotations.NullMarked;
