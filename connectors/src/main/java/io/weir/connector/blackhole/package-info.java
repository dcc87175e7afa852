/**
 * A sink that counts rows and forgets them, for measuring what is in front of it.
 *
 * <p>Door: {@link io.weir.connector.blackhole.BlackholeConnector}.
 */
@NullMarked
package io.weir.connector.blackhole;

import org.jspecify.annotations.NullMarked;
