package io.weir.planner.physical;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexBuilder;

/** The whole dataflow of a job: its sinks, and below them everything else. */
public record StreamPlan(List<StreamSink> sinks) {
    public StreamPlan {
        sinks = List.copyOf(sinks);
    }

    /** A plan whose sources yield only what is wanted of them. */
    public static StreamPlan of(List<StreamSink> sinks, RexBuilder rexBuilder) {
        return new StreamPlan(SourceNarrowing.narrow(sinks, rexBuilder));
    }

    /** All steps, each behind its inputs. */
    public List<StreamRel> steps() {
        List<StreamRel> steps = new ArrayList<>();
        Map<StreamRel, Boolean> seen = new IdentityHashMap<>();
        sinks.forEach(sink -> collect(sink, steps, seen));
        return steps;
    }

    private static void collect(StreamRel step, List<StreamRel> steps, Map<StreamRel, Boolean> seen) {
        if (seen.putIfAbsent(step, true) == null) {
            step.inputs().forEach(input -> collect(input, steps, seen));
            steps.add(step);
        }
    }

    /** Whether the job ends by itself. */
    public boolean isBounded() {
        return sinks.stream().allMatch(sink -> sink.traits().bounded());
    }
}
