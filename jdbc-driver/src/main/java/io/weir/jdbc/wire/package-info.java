/**
 * Requests and their answers. Doors: {@link io.weir.jdbc.wire.Rpc} sends Avatica's requests,
 * {@link io.weir.jdbc.wire.Interruption} is one execution as another thread sees it. The user's thread waits; the HTTP
 * client of the JDK has its own.
 */
@NullMarked
package io.weir.jdbc.wire;

import org.jspecify.annotations.NullMarked;
