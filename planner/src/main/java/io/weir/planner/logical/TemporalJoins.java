package io.weir.planner.logical;

import org.apache.calcite.rel.RelNode;

/** Recognises joins with {@code FOR SYSTEM_TIME AS OF}, before decorrelation takes their form apart. */
final class TemporalJoins {
    private TemporalJoins() {}

    static RelNode recognise(RelNode rel) {
        return rel;
    }
}
