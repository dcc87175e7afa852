/**
 * The {@code jdbc:weir:} driver: JDBC on top of Avatica's remote protocol.
 *
 * <p>{@link io.weir.jdbc.WeirDriver} is the door. A {@code WeirConnection} sends requests through {@code Rpc}, which is the only
 * class that meets Avatica's client; {@code RemoteRows} reads results frame by frame; {@code Values} and {@code ParameterValues} know
 * the forms on the wire. No thread of its own: the user's thread waits, and the HTTP client of the JDK has its own.
 */
@NullMarked
package io.weir.jdbc;

import org.jspecify.annotations.NullMarked;
