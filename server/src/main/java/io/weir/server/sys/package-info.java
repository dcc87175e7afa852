/**
 * The server shown as tables: {@code sys.jobs} and its like, and {@code INFORMATION_SCHEMA}. Door:
 * {@link io.weir.server.sys.SystemTables}. Rows are made when a statement is planned, on its thread.
 */
@NullMarked
package io.weir.server.sys;

import org.jspecify.annotations.NullMarked;
