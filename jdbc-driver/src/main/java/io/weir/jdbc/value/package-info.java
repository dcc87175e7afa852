/**
 * Values between the wire and Java. Doors: {@link io.weir.jdbc.value.WireDecoder} makes the natural value of a SQL
 * type, {@link io.weir.jdbc.value.Values} what the user asked for, {@link io.weir.jdbc.value.ParameterValues} goes the
 * other way. Pure functions, any thread.
 */
@NullMarked
package io.weir.jdbc.value;

import org.jspecify.annotations.NullMarked;
