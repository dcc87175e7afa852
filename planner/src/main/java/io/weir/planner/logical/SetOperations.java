package io.weir.planner.logical;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.tools.RelBuilder;

/** Turns INTERSECT and EXCEPT into aggregates. */
final class SetOperations {
    private SetOperations() {}

    static RelNode expand(RelNode rel, RelBuilder builder) {
        return rel;
    }
}
