/**
 * A sink that prints rows, for trying things out. At least once: rows are printed when they arrive, and again after a
 * restart. Rows are formatted and written on an I/O thread, because the standard output may block.
 *
 * <p>Door: {@link io.weir.connector.print.PrintConnector}.
 */
@NullMarked
package io.weir.connector.print;

import org.jspecify.annotations.NullMarked;
