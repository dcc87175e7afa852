/**
 * The first rows of each key: Top-N by an order, and deduplication. Doors:
 * {@link io.weir.runtime.operator.topn.TopNFactory}, {@link io.weir.runtime.operator.topn.DeduplicateFactory}. Runs on
 * the subtask's worker.
 */
@NullMarked
package io.weir.runtime.operator.topn;

import org.jspecify.annotations.NullMarked;
