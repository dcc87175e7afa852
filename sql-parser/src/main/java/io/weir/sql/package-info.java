/**
 * Reads SQL: the grammar Weir adds to Calcite's, and one {@code SqlNode} per statement.
 *
 * <p>The door is {@link io.weir.sql.StatementParser}: text in, {@link io.weir.sql.ParsedStatement} or a
 * {@code WeirException} out. {@link io.weir.sql.StatementPrinter} is the way back. Nothing here knows tables or types.
 * Everything is immutable or confined to one call, so any thread may come in; deeply nested statements want a thread
 * with a large stack.
 */
@NullMarked
package io.weir.sql;

import org.jspecify.annotations.NullMarked;
