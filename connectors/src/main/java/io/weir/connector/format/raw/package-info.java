/**
 * The format {@code raw}: a record is the value of one column, as it is.
 *
 * <p>Door: {@link io.weir.connector.format.raw.RawFormatFactory}.
 */
@NullMarked
package io.weir.connector.format.raw;

import org.jspecify.annotations.NullMarked;
