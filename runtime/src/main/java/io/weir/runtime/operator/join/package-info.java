/**
 * Joins of two changelogs. Doors: {@link io.weir.runtime.operator.join.JoinFactory} and the other factories. Runs on
 * the subtask's worker.
 */
@NullMarked
package io.weir.runtime.operator.join;

import org.jspecify.annotations.NullMarked;
