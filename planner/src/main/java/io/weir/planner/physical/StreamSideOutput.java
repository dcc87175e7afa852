package io.weir.planner.physical;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;

/** Rows that a step gives besides its result, through an output of their own. No operator carries it out. */
public abstract class StreamSideOutput extends StreamRel {
    StreamSideOutput(List<? extends StreamRel> inputs, RelDataType rowType, StreamTraits traits) {
        super(inputs, rowType, traits);
    }

    /** The side output of the step's vertex, from 1. */
    public abstract int output();
}
