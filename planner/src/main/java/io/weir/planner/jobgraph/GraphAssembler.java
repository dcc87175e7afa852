package io.weir.planner.jobgraph;

import static java.util.Objects.requireNonNull;

import io.weir.planner.PlannerOptions;
import io.weir.planner.catalog.CommonOptions;
import io.weir.planner.physical.Distribution;
import io.weir.planner.physical.StreamPlan;
import io.weir.planner.physical.StreamRel;
import io.weir.planner.physical.StreamSideOutput;
import io.weir.planner.physical.StreamSink;
import io.weir.planner.physical.StreamSource;
import io.weir.planner.physical.StreamUnion;
import io.weir.planner.physical.StreamValues;
import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.aggregate.LocalAggregateFactory;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts steps into vertices and draws the edges.
 *
 * <p>A step joins the vertex of its input if that has no other reader, the same parallelism whatever the job's is, and
 * the step does not care how rows are spread: then its rows need no queue. Were two joined that only happen to have the
 * same, a rescale would take them apart, and rows in flight in an unaligned checkpoint would have no queue to go back
 * to. A union is no step of its own: its inputs' edges lead to its reader.
 */
final class GraphAssembler {
    private final PlannerOptions options;
    private final LocalPhases phases;
    private final OperatorIds ids;
    private final List<DraftVertex> vertices = new ArrayList<>();
    private final Map<StreamRel, DraftVertex> vertexOf = new IdentityHashMap<>();
    private final Map<StreamRel, Integer> readers = new IdentityHashMap<>();
    private final List<Edge> edges = new ArrayList<>();

    GraphAssembler(PlannerOptions options, LocalPhases phases, OperatorIds ids) {
        this.options = options;
        this.phases = phases;
        this.ids = ids;
    }

    private static final class DraftVertex {
        private final List<OperatorSpec> chain = new ArrayList<>();
        private final int parallelism;
        /** What it would be if the job's were one more. */
        private final int parallelismRescaled;

        private DraftVertex(int parallelism, int parallelismRescaled) {
            this.parallelism = parallelism;
            this.parallelismRescaled = parallelismRescaled;
        }

        private String id() {
            return chain.get(0).operatorId();
        }
    }

    /** @param specs gives the operators of a step, in order: none for a union, mostly one */
    JobGraph assemble(String name, StreamPlan plan, StepOperators specs) {
        List<StreamRel> steps = plan.steps();
        for (StreamRel step : steps) {
            if (isOperator(step)) {
                step.inputs()
                        .forEach(input ->
                                producers(input).forEach(producer -> readers.merge(producer, 1, Integer::sum)));
            }
        }
        for (StreamRel step : steps) {
            if (isOperator(step)) {
                add(step, specs.of(step));
            }
        }
        return new JobGraph(
                name,
                vertices.stream()
                        .map(draft -> new Vertex(
                                draft.id(),
                                VertexNames.of(draft.chain),
                                draft.chain,
                                draft.parallelism,
                                options.maxParallelism()))
                        .toList(),
                edges);
    }

    private static boolean isOperator(StreamRel step) {
        return !(step instanceof StreamUnion) && !(step instanceof StreamSideOutput);
    }

    /** The steps whose rows an input consists of; of a side output, that itself. */
    private static List<StreamRel> producers(StreamRel input) {
        if (input instanceof StreamUnion) {
            return input.inputs().stream()
                    .flatMap(below -> producers(below).stream())
                    .toList();
        }
        return List.of(input);
    }

    private void add(StreamRel step, List<OperatorSpec> operators) {
        int parallelism = parallelism(step, options.parallelism(), vertex -> vertex.parallelism);
        int rescaled = parallelism(step, options.parallelism() + 1, vertex -> vertex.parallelismRescaled);
        DraftVertex chained = chainable(step, parallelism, rescaled);
        if (chained != null) {
            chained.chain.addAll(operators);
            vertexOf.put(step, chained);
            return;
        }
        DraftVertex vertex = new DraftVertex(parallelism, rescaled);
        vertex.chain.addAll(operators);
        vertices.add(vertex);
        vertexOf.put(step, vertex);
        for (int input = 0; input < step.inputs().size(); input++) {
            for (StreamRel producer : producers(step.input(input))) {
                DraftVertex from = vertexOf(producer);
                Partitioning partitioning = partitioning(step, input, producer, from.parallelism, parallelism);
                int output = producer instanceof StreamSideOutput side ? side.output() : 0;
                edges.add(new Edge(from.id(), output, vertex.id(), input, partitioning));
            }
        }
        phases.operator(step, ids).ifPresent(first -> addFirstPhase(first, step, vertex));
    }

    /** Puts the first phase of an aggregation at the end of the vertex whose rows only the aggregation reads. */
    private void addFirstPhase(LocalAggregateFactory first, StreamRel step, DraftVertex vertex) {
        DraftVertex from = vertexOf(step.input());
        from.chain.add(first);
        Partitioning partitioning = first.keys().isEmpty()
                ? new Partitioning.Single()
                : new Partitioning.Hash(
                        IntStream.range(0, first.keys().size()).boxed().toList(), first.keyTypes());
        edges.add(new Edge(from.id(), first.output(), vertex.id(), LocalPhases.input(step), partitioning));
    }

    private DraftVertex vertexOf(StreamRel producer) {
        StreamRel step = producer instanceof StreamSideOutput ? producer.input() : producer;
        return requireNonNull(vertexOf.get(step), "a step comes before its input");
    }

    private @Nullable DraftVertex chainable(StreamRel step, int parallelism, int rescaled) {
        if (step.inputs().size() != 1 || !(step.distribution(0) instanceof Distribution.Any)) {
            return null;
        }
        List<StreamRel> producers = producers(step.input());
        if (producers.size() != 1 || producers.get(0) instanceof StreamSideOutput) {
            return null;
        }
        if (readers.getOrDefault(producers.get(0), 0) != 1) {
            return null;
        }
        DraftVertex vertex = vertexOf(producers.get(0));
        return vertex.parallelism == parallelism && vertex.parallelismRescaled == rescaled ? vertex : null;
    }

    /** @param option the job's parallelism */
    private int parallelism(StreamRel step, int option, ToIntFunction<DraftVertex> parallelismOf) {
        if (step instanceof StreamValues) {
            return 1;
        }
        if (step instanceof StreamSource source) {
            return new Options(source.table().options())
                    .find(CommonOptions.SCAN_PARALLELISM)
                    .map(wanted -> checked(wanted.intValue(), CommonOptions.SCAN_PARALLELISM))
                    .orElse(option);
        }
        boolean isSingle = false;
        boolean isSpread = false;
        for (int input = 0; input < step.inputs().size(); input++) {
            isSingle |= step.distribution(input) instanceof Distribution.Single;
            isSpread |= step.distribution(input) instanceof Distribution.Hash;
        }
        if (isSingle) {
            return 1;
        }
        if (step instanceof StreamSink sink && sink.parallelism().isPresent()) {
            return checked(sink.parallelism().get(), CommonOptions.SINK_PARALLELISM);
        }
        if (isSpread) {
            return option;
        }
        return step.inputs().stream()
                .flatMap(input -> producers(input).stream())
                .mapToInt(producer -> parallelismOf.applyAsInt(vertexOf(producer)))
                .max()
                .orElse(option);
    }

    private int checked(int parallelism, Option<?> option) {
        if (parallelism > options.maxParallelism()) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option '" + option.key() + "' wants at most '" + PlannerOptions.MAX_PARALLELISM.key() + "' ("
                            + options.maxParallelism() + "), found '" + parallelism + "'");
        }
        return parallelism;
    }

    private static Partitioning partitioning(
            StreamRel step, int input, StreamRel producer, int fromParallelism, int toParallelism) {
        Distribution wanted = step.distribution(input);
        if (wanted instanceof Distribution.Hash hash) {
            List<DataType> types = hash.types().isEmpty()
                    ? hash.columns().stream().map(step.input(input)::type).toList()
                    : hash.types();
            return new Partitioning.Hash(hash.columns(), types);
        }
        if (wanted instanceof Distribution.Single || (toParallelism == 1 && fromParallelism != 1)) {
            return new Partitioning.Single();
        }
        if (fromParallelism == toParallelism) {
            return new Partitioning.Forward();
        }
        if (producer.traits().isInsertOnly()) {
            return new Partitioning.Rebalance();
        }
        // A row and its withdrawal must not overtake each other.
        List<ImmutableBitSet> keys = producer.traits().keys();
        List<Integer> columns = keys.isEmpty() || keys.get(0).isEmpty()
                ? ImmutableBitSet.range(producer.rowType().getFieldCount()).asList()
                : keys.get(0).asList();
        return new Partitioning.Hash(
                columns, columns.stream().map(producer::type).toList());
    }
}
