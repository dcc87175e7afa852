/**
 * Operators that change the form of a changelog and not its meaning. Doors:
 * {@link io.weir.runtime.operator.changelog.NormalizeFactory} behind an upsert source,
 * {@link io.weir.runtime.operator.changelog.NetChangeFactory} before an upsert sink,
 * {@link io.weir.runtime.operator.changelog.ReplicateFactory}. Runs on the subtask's worker.
 */
@NullMarked
package io.weir.runtime.operator.changelog;

import org.jspecify.annotations.NullMarked;
