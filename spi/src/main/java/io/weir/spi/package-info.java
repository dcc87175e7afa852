/** What the engine and everything that plugs into it share. Depends on the JDK alone. */
@NullMarked
package io.weir.spi;

import org.jspecify.annotations.NullMarked;
