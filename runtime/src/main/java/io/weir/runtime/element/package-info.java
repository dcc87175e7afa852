/**
 * What travels through channels: rows, watermarks, idleness, barriers, end of input. Door:
 * {@link io.weir.runtime.element.StreamElement}.
 */
@NullMarked
package io.weir.runtime.element;

import org.jspecify.annotations.NullMarked;
