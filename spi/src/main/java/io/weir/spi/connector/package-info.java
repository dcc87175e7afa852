/**
 * What an external system looks like to the engine: connectors make {@link io.weir.spi.connector.Source}s and
 * {@link io.weir.spi.connector.Sink}s from table definitions; formats turn bytes into columns and back.
 *
 * <p>Doors: {@link io.weir.spi.connector.Connector}, {@link io.weir.spi.connector.SourceReader},
 * {@link io.weir.spi.connector.SinkWriter}, {@link io.weir.spi.connector.Format}. Connectors and formats are found by
 * {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.weir.spi.connector;

import org.jspecify.annotations.NullMarked;
