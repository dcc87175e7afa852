package io.weir.planner.jobgraph;

import io.weir.planner.AggregatePhases;
import io.weir.planner.PlannerOptions;
import io.weir.planner.physical.StreamGroupAggregate;
import io.weir.planner.physical.StreamLateRows;
import io.weir.planner.physical.StreamPlan;
import io.weir.planner.physical.StreamRel;
import io.weir.planner.physical.StreamSideOutput;
import io.weir.planner.physical.StreamUnion;
import io.weir.planner.physical.StreamWindowAggregate;
import io.weir.planner.physical.WindowSpecification;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.aggregate.AggregateFunctions;
import io.weir.runtime.operator.aggregate.GroupAggregateFactory;
import io.weir.runtime.operator.aggregate.LocalAggregateFactory;
import io.weir.runtime.operator.window.WindowAggregateFactory;
import io.weir.runtime.operator.window.WindowSpec;
import io.weir.spi.data.DataType;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which aggregations of a plan begin before the exchange, at the end of the vertex that has their rows:
 *
 * <pre>
 *   ... ─► LocalAggregate ─┬─ output 0: rows ───────────────────► input 0 ┬─► Aggregate
 *                          └─ output {@value #OUTPUT}: groups of a batch, combined ─► input 1 ┘
 * </pre>
 *
 * <p>It depends on the plan and on what the user wants, not on the parallelism: after a rescale rows in flight find the
 * edges that they were on. The first way is there whether or not the second one is, and state is the same by both; so
 * the setting can be changed between two runs of a job.
 */
final class LocalPhases {
    /** The side output of the vertex; others are numbered from 1 (dead letters, late rows). */
    static final int OUTPUT = 16;

    private static final String SUFFIX = "_local";

    private final Set<StreamRel> steps = Collections.newSetFromMap(new IdentityHashMap<>());
    private final boolean isAlways;

    private LocalPhases(boolean isAlways) {
        this.isAlways = isAlways;
    }

    static LocalPhases of(StreamPlan plan, PlannerOptions options) {
        LocalPhases phases = new LocalPhases(options.aggregatePhases() == AggregatePhases.TWO_PHASE);
        if (options.aggregatePhases() == AggregatePhases.ONE_PHASE) {
            return phases;
        }
        List<StreamRel> all = plan.steps();
        Map<StreamRel, Integer> readers = new IdentityHashMap<>();
        Set<StreamRel> keepLateRows = Collections.newSetFromMap(new IdentityHashMap<>());
        for (StreamRel step : all) {
            if (step instanceof StreamLateRows) {
                keepLateRows.add(step.input());
            }
            if (!(step instanceof StreamSideOutput)) {
                step.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
            }
        }
        for (StreamRel step : all) {
            // A late row is to come out as it was; combined with others it cannot.
            if (canBeginEarly(step) && !keepLateRows.contains(step) && readers.getOrDefault(step.input(), 0) == 1) {
                phases.steps.add(step);
            }
        }
        return phases;
    }

    private static boolean canBeginEarly(StreamRel step) {
        if (step.inputs().size() != 1
                || step.input() instanceof StreamUnion
                || step.input() instanceof StreamSideOutput) {
            return false;
        }
        boolean insertOnly = step.input().traits().isInsertOnly();
        if (step instanceof StreamGroupAggregate aggregate) {
            return AggregateFunctions.areMergeable(aggregate.calls(), insertOnly);
        }
        return step instanceof StreamWindowAggregate aggregate
                && cutsFixedWindows(aggregate)
                && isAtEndOnly(aggregate.emit())
                && AggregateFunctions.areMergeable(aggregate.calls(), insertOnly);
    }

    private static boolean cutsFixedWindows(StreamWindowAggregate aggregate) {
        WindowSpecification window = aggregate.window();
        return window != null
                && window.kind() != WindowSpecification.Kind.SESSION
                && window.spec().isRegular();
    }

    private static boolean isAtEndOnly(StreamWindowAggregate.EmitTimes emit) {
        return emit.earlyMillis() == 0 && emit.lateMicros() == 0 && emit.lateDelayMillis() == 0;
    }

    boolean has(StreamRel step) {
        return steps.contains(step);
    }

    /** What EXPLAIN says of the first phase of a step that has one. */
    static String describe(StreamRel step) {
        return "Local" + step.describe();
    }

    /** The input of the step's operator at which groups arrive. */
    static int input(StreamRel step) {
        return step instanceof StreamGroupAggregate
                ? GroupAggregateFactory.PARTIAL_INPUT
                : WindowAggregateFactory.PARTIAL_INPUT;
    }

    /** The operator of the first phase, if the step has one. */
    Optional<LocalAggregateFactory> operator(StreamRel step, OperatorIds ids) {
        if (!has(step)) {
            return Optional.empty();
        }
        if (step instanceof StreamGroupAggregate aggregate) {
            return Optional.of(operator(aggregate, aggregate.keys(), aggregate.calls(), Optional.empty(), ids));
        }
        if (step instanceof StreamWindowAggregate aggregate && aggregate.window() != null) {
            WindowSpec window = JobGraphBuilder.windowSpec(aggregate.window());
            var slices = new LocalAggregateFactory.Slices(
                    aggregate.timeColumn(), window.sliceMicros(), window.offsetMicros());
            return Optional.of(operator(aggregate, aggregate.keys(), aggregate.calls(), Optional.of(slices), ids));
        }
        throw new IllegalStateException("no first phase for " + step);
    }

    private LocalAggregateFactory operator(
            StreamRel step,
            List<Integer> keys,
            List<AggregateCall> calls,
            Optional<LocalAggregateFactory.Slices> slices,
            OperatorIds ids) {
        List<DataType> keyTypes = keys.stream().map(step.input()::type).toList();
        return new LocalAggregateFactory(
                ids.of(step, SUFFIX), describe(step), keys, keyTypes, calls, slices, isAlways, OUTPUT);
    }
}
