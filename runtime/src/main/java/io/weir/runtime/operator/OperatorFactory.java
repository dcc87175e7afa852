package io.weir.runtime.operator;

import io.weir.runtime.jobgraph.OperatorSpec;

/** Makes the operator of each subtask. Immutable. */
public interface OperatorFactory extends OperatorSpec {
    /** Called once for each subtask and attempt, on an I/O thread, with state already restored. */
    Operator create(OperatorContext context);
}
