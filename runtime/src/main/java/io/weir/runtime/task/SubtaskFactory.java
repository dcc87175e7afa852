package io.weir.runtime.task;

import static io.weir.spi.Checks.checkArgument;

import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.exchange.InFlightRows;
import io.weir.runtime.exchange.InputGate;
import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.sink.SinkSpec;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedStateBackendContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.connector.SourceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Makes the subtasks of one attempt, with state restored. {@link #create} blocks, and runs on I/O threads, several
 * calls at once.
 */
final class SubtaskFactory {
    private final RuntimeEnvironment runtime;
    private final JobGraph graph;
    private final ExecutionConfig config;
    private final long attempt;
    private final RestoredJob restored;
    private final ChannelPlan channels;
    private final SubtaskListener listener;
    private final SnapshotTargets targets;
    /** By vertex id, then by subtask. */
    private final Map<String, Map<Integer, List<InFlightRows>>> inFlight;

    SubtaskFactory(
            RuntimeEnvironment runtime,
            JobGraph graph,
            ExecutionConfig config,
            long attempt,
            RestoredJob restored,
            Map<String, Map<Integer, List<InFlightRows>>> inFlight,
            SubtaskListener listener,
            SnapshotTargets targets) {
        this.runtime = runtime;
        this.graph = graph;
        this.config = config;
        this.attempt = attempt;
        this.restored = restored;
        this.inFlight = inFlight;
        this.listener = listener;
        this.targets = targets;
        channels = new ChannelPlan(graph, config.channelCapacity(), runtime.exchangeMemory());
    }

    ChannelPlan channels() {
        return channels;
    }

    /** A subtask and its mailbox, which is to be connected to the scheduler. */
    record Created(Vertex vertex, Subtask subtask, Mailbox mailbox) {}

    Created create(Vertex vertex, int index) {
        SubtaskId id = new SubtaskId(vertex.id(), index);
        Mailbox mailbox = new Mailbox();
        SubtaskEnvironment environment = new SubtaskEnvironment(
                runtime,
                config.jobId(),
                attempt,
                id,
                vertex.parallelism(),
                vertex.maxParallelism(),
                restored.isRestored(),
                mailbox,
                cause -> listener.failed(id, cause));
        Building building = new Building(vertex, index, environment);
        try {
            return new Created(vertex, building.build(), mailbox);
        } catch (Throwable e) {
            building.giveUp();
            throw e;
        }
    }

    /** One subtask in the making. */
    private final class Building {
        private final Vertex vertex;
        private final int index;
        private final SubtaskEnvironment environment;
        private final SubtaskMetrics metrics = new SubtaskMetrics();
        private final List<AutoCloseable> made = new ArrayList<>();

        private Building(Vertex vertex, int index, SubtaskEnvironment environment) {
            this.vertex = vertex;
            this.index = index;
            this.environment = environment;
        }

        private Subtask build() {
            boolean finished = restored.isFinished(vertex);
            boolean isSource = vertex.chain().get(0) instanceof SourceSpec;
            ChainTail tail = new ChainTail(channels.outputs(vertex, index), metrics);
            List<OperatorLink> links = new ArrayList<>();
            SinkOperator sink = null;
            if (!finished) {
                for (OperatorSpec spec : vertex.chain()) {
                    if (spec instanceof OperatorFactory factory) {
                        links.add(operator(factory));
                    } else if (spec instanceof SinkSpec sinkSpec) {
                        sink = sink(sinkSpec, links);
                    } else {
                        checkArgument(
                                spec instanceof SourceSpec && links.isEmpty(),
                                "vertex %s has %s at a place where it cannot run",
                                vertex.id(),
                                spec);
                    }
                }
            }
            SourceParts source = finished || !isSource
                    ? null
                    : reader((SourceSpec) vertex.chain().get(0));
            SinkOperator madeSink = sink;
            return new Subtask(environment, metrics, listener, targets, subtask -> {
                OperatorChain chain = new OperatorChain(links, tail, subtask);
                SubtaskInput input;
                if (!isSource) {
                    input = gated(chain, subtask);
                } else if (source == null) {
                    input = new FinishedSource(chain, subtask);
                } else {
                    input = source.input(chain, subtask, subtask::activeNanos);
                }
                return new Subtask.Assembly(
                        chain, input, madeSink, finished ? restored.carried(vertex, index) : List.of());
            });
        }

        private OperatorLink operator(OperatorFactory factory) {
            Counters counters = new Counters();
            KeyedStateBackend backend = factory.isKeyed() ? backend(factory.operatorId()) : null;
            LinkContext context = new LinkContext(
                    environment, factory.operatorId(), backend, restored.state(factory.operatorId()), counters);
            Operator operator = factory.create(context);
            made.add(operator);
            return new OperatorLink(factory.operatorId(), factory.describe(), operator, backend, context);
        }

        private KeyedStateBackend backend(String operatorId) {
            var keyGroups = KeyGroups.rangeOf(index, vertex.maxParallelism(), vertex.parallelism());
            KeyedStateBackend backend = runtime.stateBackends()
                    .create(new KeyedStateBackendContext(
                            config.jobId(),
                            operatorId,
                            index,
                            attempt,
                            config.stateBackend(),
                            vertex.maxParallelism(),
                            keyGroups,
                            restored.keyed(operatorId, keyGroups),
                            restored.storage(),
                            runtime.clock(),
                            runtime.io(),
                            environment::wakeUp,
                            environment::fail));
            made.add(backend);
            return backend;
        }

        private SinkOperator sink(SinkSpec spec, List<OperatorLink> links) {
            Counters counters = new Counters();
            SinkWriter writer = spec.sink()
                    .createWriter(
                            new ConnectorContext(
                                    environment, spec.operatorId(), counters, SubtaskFactory::refuseBadRecord),
                            restored.writerState(spec.operatorId(), index, vertex.parallelism()));
            made.add(writer);
            SinkOperator operator = new SinkOperator(writer, environment::fail);
            LinkContext context = new LinkContext(environment, spec.operatorId(), null, Map.of(), counters);
            links.add(new OperatorLink(spec.operatorId(), spec.describe(), operator, null, context));
            return operator;
        }

        private SourceParts reader(SourceSpec spec) {
            Counters counters = new Counters();
            SourceDeadLetters deadLetters =
                    new SourceDeadLetters(spec.badRecords(), runtime.clock(), counters, environment::wakeUp);
            SourceReader reader = spec.source()
                    .createReader(
                            new ConnectorContext(environment, spec.operatorId(), counters, deadLetters),
                            restored.splits(spec.operatorId()));
            made.add(reader);
            return new SourceParts(spec, reader, counters, deadLetters);
        }

        private SubtaskInput gated(OperatorChain chain, Subtask subtask) {
            List<ChannelPlan.Incoming> incoming = channels.inputs(vertex, index);
            checkArgument(!incoming.isEmpty(), "vertex %s has neither a source nor inputs", vertex.id());
            int inputCount = 1
                    + graph.inputsOf(vertex.id()).stream()
                            .mapToInt(Edge::input)
                            .max()
                            .orElse(0);
            return new GatedInput(
                    new InputGate(
                            incoming.stream().map(ChannelPlan.Incoming::entry).toList()),
                    incoming.stream().map(ChannelPlan.Incoming::origin).toList(),
                    inputCount,
                    chain,
                    inFlight.getOrDefault(vertex.id(), Map.of()).getOrDefault(index, List.of()),
                    restored.watermark(vertex, index),
                    metrics,
                    subtask);
        }

        private void giveUp() {
            for (AutoCloseable each : made) {
                try {
                    each.close();
                } catch (Exception | LinkageError e) {
                    Failures.logClosing(environment.subtask(), e);
                }
            }
        }

        /** A reader and what belongs to it. */
        private final class SourceParts {
            private final SourceSpec spec;
            private final SourceReader reader;
            private final Counters counters;
            private final SourceDeadLetters deadLetters;

            private SourceParts(
                    SourceSpec spec, SourceReader reader, Counters counters, SourceDeadLetters deadLetters) {
                this.spec = spec;
                this.reader = reader;
                this.counters = counters;
                this.deadLetters = deadLetters;
            }

            private SourceInput input(OperatorChain chain, SourceInput.Cut cut, LongSupplier activeNanos) {
                return new SourceInput(
                        spec.operatorId(),
                        spec.describe(),
                        counters,
                        reader,
                        chain,
                        spec.watermarks(),
                        deadLetters,
                        restored.watermark(vertex, index),
                        restored.splitWatermarks(spec.operatorId()),
                        metrics,
                        activeNanos,
                        environment,
                        cut);
            }
        }
    }

    /** All subtasks of the graph. */
    List<SubtaskId> ids() {
        List<SubtaskId> ids = new ArrayList<>();
        for (Vertex vertex : graph.vertices()) {
            for (int index = 0; index < vertex.parallelism(); index++) {
                ids.add(new SubtaskId(vertex.id(), index));
            }
        }
        return ids;
    }

    private static void refuseBadRecord(String place, byte[] data, int from, int to, String cause) {
        throw new IllegalStateException("a sink reported a record that cannot be read, at " + place + ": " + cause);
    }
}
