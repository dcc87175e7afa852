package io.weir.planner.expression;

import org.apache.calcite.rex.RexCall;
import org.jspecify.annotations.Nullable;

/** Writes the code for the calls of some operators. */
interface CallTranslator {

    /** Writes code for a call, or returns null before anything is written if another translator has to do it. */
    @Nullable Value translate(RexCall call, MethodSource method);
}
