/**
 * The format {@code debezium-json}: change events with the row before and after, as Debezium writes them.
 *
 * <p>Door: {@link io.weir.connector.format.debezium.DebeziumFormatFactory}.
 */
@NullMarked
package io.weir.connector.format.debezium;

import org.jspecify.annotations.NullMarked;
