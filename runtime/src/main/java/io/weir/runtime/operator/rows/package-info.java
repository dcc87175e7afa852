/**
 * Keyed rows as several families of operators handle them: grouped by key within a batch, kept in an order, compared
 * before and after a change. Doors: {@link io.weir.runtime.operator.rows.RowGroups},
 * {@link io.weir.runtime.operator.rows.OrderedRows}, {@link io.weir.runtime.operator.rows.ChangeBuilder}. Runs on the
 * subtask's worker.
 */
@NullMarked
package io.weir.runtime.operator.rows;

import org.jspecify.annotations.NullMarked;
