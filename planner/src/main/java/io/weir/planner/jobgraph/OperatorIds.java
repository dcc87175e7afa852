package io.weir.planner.jobgraph;

import io.weir.planner.physical.StreamRel;
import java.util.HashMap;
import java.util.Map;

/**
 * The ids of a plan's operators: they come from what a step means, and so stay the same when another part of the plan
 * changes.
 */
final class OperatorIds {
    private final Map<String, Integer> uses = new HashMap<>();

    /**
     * From the step's meaning. Equal steps that are not one, because their columns have other names, are numbered; not
     * behind a hyphen, with which connectors go on behind a sink's id: one of two equal sinks would take what the other
     * has open for its own, and abort it.
     */
    String of(StreamRel step, String suffix) {
        String id = step.id() + suffix;
        int use = uses.merge(id, 1, Integer::sum);
        return use == 1 ? id : id + "_" + use;
    }
}
