/**
 * Batches and columns, types, row kinds, error codes, and the interfaces for sources, sinks, formats and checkpoint storage.
 *
 * <p>Depends on the JDK alone, so that a connector needs nothing else of Weir.
 */
@NullMarked
package io.weir.spi;

import org.jspecify.annotations.NullMarked;
