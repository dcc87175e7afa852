package io.weir.benchmarks.micro;

import io.weir.benchmarks.engine.ScriptPlanner;
import io.weir.runtime.adapter.SystemClock;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.state.HashMapStateBackends;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.rocksdb.StateBackends;
import io.weir.spi.connector.Source;
import java.util.List;

/** The steps of a planned query, in order of the graph. */
record PlannedSteps(List<OperatorSpec> steps) {
    private static final long STATE_BYTES = 1L << 30;

    static PlannedSteps of(String name, String script) {
        return new PlannedSteps(new ScriptPlanner(new SystemClock(), 1)
                .plan(name, script).graph().vertices().stream()
                        .flatMap(vertex -> vertex.chain().stream())
                        .toList());
    }

    /** With the columns alone that the query wants. */
    List<Source> sources() {
        return steps.stream()
                .filter(SourceSpec.class::isInstance)
                .map(step -> ((SourceSpec) step).source())
                .toList();
    }

    /** The first operator behind the sources, new, with state on the heap. */
    Operator operator() {
        OperatorFactory factory = steps.stream()
                .filter(OperatorFactory.class::isInstance)
                .map(OperatorFactory.class::cast)
                .filter(each -> !each.isTransient())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no operator in " + steps));
        return factory.create(new MicroContext(
                factory.operatorId(),
                new SystemClock(),
                new HashMapStateBackends(new StateMemory(STATE_BYTES)),
                StateBackends.HASHMAP));
    }
}
