/**
 * From what the parser read to what is known to make sense: names resolved, types derived, and errors in Weir's own
 * words. Door: {@link io.weir.planner.validate.StatementValidator}, one for each statement, used by the thread that
 * plans it.
 */
@NullMarked
package io.weir.planner.validate;

import org.jspecify.annotations.NullMarked;
