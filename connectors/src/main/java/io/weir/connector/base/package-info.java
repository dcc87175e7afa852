/**
 * What connectors share: sources of numbered rows, positions, rates, blocking work in order, and text of dates and
 * numbers.
 *
 * <p>Doors: {@link io.weir.connector.base.NumberedSource}, {@link io.weir.connector.base.FileAccessPolicy}.
 */
@NullMarked
package io.weir.connector.base;

import org.jspecify.annotations.NullMarked;
