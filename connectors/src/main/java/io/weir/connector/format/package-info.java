/**
 * What formats share: scalar values from and to text.
 *
 * <p>Doors: {@link io.weir.connector.format.ScalarReader}, {@link io.weir.connector.format.ScalarWriter}. Objects here
 * belong to one decoder or encoder.
 */
@NullMarked
package io.weir.connector.format;

import org.jspecify.annotations.NullMarked;
