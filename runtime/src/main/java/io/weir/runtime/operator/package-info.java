/**
 * The operator contract. Door: {@link io.weir.runtime.operator.Operator}; one sub-package per family of operators.
 */
@NullMarked
package io.weir.runtime.operator;

import org.jspecify.annotations.NullMarked;
