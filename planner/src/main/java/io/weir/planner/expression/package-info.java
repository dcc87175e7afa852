/**
 * Expressions: the types and functions that SQL has here, and the compiler that turns Calcite's row expressions into
 * classes which work on whole batches.
 *
 * <p>The doors are {@link io.weir.planner.expression.ExpressionCompiler},
 * {@link io.weir.planner.expression.TypeMapping} and {@link io.weir.planner.expression.WeirOperatorTable};
 * {@link io.weir.planner.expression.WeirTypeFactory} belongs into every Calcite cluster. Compiling happens on the
 * thread that plans; what is compiled runs on the workers. See docs/internals/expressions.md.
 */
@NullMarked
package io.weir.planner.expression;

import org.jspecify.annotations.NullMarked;
