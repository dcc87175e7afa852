/**
 * The {@code jdbc:weir:} driver, on Avatica's remote client.
 */
@NullMarked
package io.weir.jdbc;

import org.jspecify.annotations.NullMarked;
