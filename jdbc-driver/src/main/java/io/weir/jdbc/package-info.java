/**
 * The {@code jdbc:weir:} driver: JDBC on top of Avatica's remote protocol.
 *
 * <p>{@link io.weir.jdbc.WeirDriver} is the door. The classes here are the objects of JDBC, with what does something;
 * what JDBC demands beside that is in {@code defaults} and {@code metadata}. Requests go through {@code wire}, values
 * through {@code value}. No thread of its own: the user's thread waits.
 */
@NullMarked
package io.weir.jdbc;

import org.jspecify.annotations.NullMarked;
