/**
 * ORDER BY of a whole result: a kept first part of it, and the end of a bounded input in order. Doors:
 * {@link io.weir.runtime.operator.sort.SortLimitFactory}, {@link io.weir.runtime.operator.sort.FinalSortFactory}. Runs
 * on the subtask's worker, in one subtask.
 */
@NullMarked
package io.weir.runtime.operator.sort;

import org.jspecify.annotations.NullMarked;
