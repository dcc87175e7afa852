/** Filters and projections: compiled functions on batches, and the operator that applies them. */
@NullMarked
package io.weir.runtime.operator.calc;

import org.jspecify.annotations.NullMarked;
