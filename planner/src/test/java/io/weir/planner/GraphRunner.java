package io.weir.planner;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.operator.source.ValuesSource;
import io.weir.runtime.state.HashMapStateBackends;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedStateBackendContext;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.testing.ManualClock;
import io.weir.runtime.time.Clock;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job graph to its end, one subtask for each vertex, one vertex after the other, to see that what was planned
 * computes what was asked for. Inputs of a vertex are taken in turns, so that no side of a join comes first.
 */
final class GraphRunner {
    private static final int MAX_PARALLELISM = 128;
    private static final int MAX_DRAINS = 100_000;
    private static final Object END = new Object();

    private final JobGraph graph;
    private final Map<String, List<Object>> outputs = new HashMap<>();
    private final HashMapStateBackends backends = new HashMapStateBackends(new StateMemory(64 << 20));

    private GraphRunner(JobGraph graph) {
        this.graph = graph;
    }

    /** The batches that reach the last vertex's sink. */
    static List<Batch> run(JobGraph graph) {
        GraphRunner runner = new GraphRunner(graph);
        List<Object> last = List.of();
        for (Vertex vertex : graph.vertices()) {
            last = runner.run(vertex);
            runner.outputs.put(vertex.id(), last);
        }
        return last.stream()
                .filter(Batch.class::isInstance)
                .map(Batch.class::cast)
                .toList();
    }

    private List<Object> run(Vertex vertex) {
        List<OperatorSpec> chain = vertex.chain();
        List<Object> elements;
        int next = 1;
        if (chain.get(0) instanceof SourceSpec source) {
            elements = read(source);
        } else if (chain.get(0) instanceof OperatorFactory factory) {
            elements = new Subtask(factory).run(inputs(vertex));
        } else {
            elements = inputs(vertex).stream().map(Tagged::element).toList();
        }
        for (; next < chain.size(); next++) {
            if (chain.get(next) instanceof OperatorFactory factory) {
                List<Tagged> tagged = elements.stream()
                        .filter(element -> !(element instanceof Aside))
                        .map(element -> new Tagged(0, element))
                        .toList();
                elements = new Subtask(factory).run(tagged);
            }
        }
        return elements;
    }

    /** Rows for a side output. */
    private record Aside(int output, Batch batch) {}

    /** What goes along an edge. */
    private static List<Object> along(Edge edge, List<Object> elements) {
        List<Object> along = new ArrayList<>();
        for (Object element : elements) {
            if (element instanceof Aside aside) {
                if (aside.output == edge.output()) {
                    along.add(aside.batch);
                }
            } else if (edge.output() == 0 || !(element instanceof Batch)) {
                along.add(element);
            }
        }
        return along;
    }

    private static List<Object> read(SourceSpec spec) {
        List<Batch> batches = spec.source() instanceof ValuesSource values
                ? values.batches()
                : ((TableConnector.TestSource) spec.source()).batches();
        List<Object> elements = new ArrayList<>();
        ColumnExpression watermark = spec.watermarks()
                .map(watermarks -> watermarks.expression().get())
                .orElse(null);
        long time = Watermark.NONE;
        for (Batch batch : batches) {
            elements.add(batch);
            if (watermark != null) {
                Column column = watermark.evaluate(batch);
                for (int row = 0; row < batch.rowCount(); row++) {
                    if (!column.isNull(row)) {
                        time = Math.max(time, ((LongColumn) column).values()[row]);
                    }
                }
                elements.add(time);
            }
        }
        elements.add(Watermark.END);
        elements.add(END);
        return elements;
    }

    /** An element and the input that it comes in by. */
    private record Tagged(int input, Object element) {}

    private List<Tagged> inputs(Vertex vertex) {
        List<Edge> edges = graph.inputsOf(vertex.id());
        List<ArrayDeque<Object>> queues = new ArrayList<>();
        edges.forEach(edge -> queues.add(new ArrayDeque<>(along(edge, outputs.getOrDefault(edge.from(), List.of())))));
        long[] watermarks = new long[edges.size()];
        java.util.Arrays.fill(watermarks, Watermark.NONE);
        long least = Watermark.NONE;
        List<Tagged> merged = new ArrayList<>();
        boolean isMore = true;
        while (isMore) {
            isMore = false;
            for (int i = 0; i < edges.size(); i++) {
                Object element = queues.get(i).poll();
                if (element == null) {
                    continue;
                }
                isMore = true;
                if (element instanceof Long time) {
                    watermarks[i] = time;
                    long now = java.util.Arrays.stream(watermarks).min().orElse(time);
                    if (now > least) {
                        least = now;
                        merged.add(new Tagged(0, now));
                    }
                } else {
                    merged.add(new Tagged(edges.get(i).input(), element));
                }
            }
        }
        return merged;
    }

    /** One operator at work. */
    private final class Subtask implements OperatorContext, Output {
        private final OperatorFactory factory;
        private final @Nullable KeyedStateBackend backend;
        private final ManualClock clock = new ManualClock();
        private final ArrayDeque<Runnable> async = new ArrayDeque<>();
        private final List<Object> emitted = new ArrayList<>();
        private final Operator operator;
        private long epoch;

        private Subtask(OperatorFactory factory) {
            this.factory = factory;
            this.backend = factory.isKeyed() ? backends.create(backendContext()) : null;
            this.operator = factory.create(this);
        }

        private KeyedStateBackendContext backendContext() {
            return new KeyedStateBackendContext(
                    "test",
                    factory.operatorId(),
                    0,
                    1,
                    "hashmap",
                    MAX_PARALLELISM,
                    new KeyGroupRange(0, MAX_PARALLELISM - 1),
                    List.of(),
                    null,
                    clock,
                    async::add,
                    () -> {},
                    cause -> {
                        throw new IllegalStateException(cause);
                    });
        }

        private List<Object> run(List<Tagged> elements) {
            for (Tagged tagged : elements) {
                if (tagged.element instanceof Batch batch) {
                    operator.process(tagged.input, batch, this);
                } else if (tagged.element instanceof Long time) {
                    operator.watermark(time, this);
                } else {
                    operator.endOfInput(tagged.input, this);
                }
                drain();
            }
            Barrier barrier = new Barrier(++epoch, Barrier.Kind.EPOCH, Barrier.Alignment.ALIGNED, 0, 0);
            operator.barrier(barrier, this);
            drain();
            emitted.add(END);
            return emitted;
        }

        private void drain() {
            boolean isDone = false;
            for (int drains = 0; !isDone; drains++) {
                if (drains > MAX_DRAINS) {
                    throw new IllegalStateException("no end to " + factory.describe());
                }
                for (Runnable work = async.poll(); work != null; work = async.poll()) {
                    work.run();
                }
                isDone = operator.drain(this);
            }
        }

        @Override
        public void emit(Batch batch) {
            if (batch.rowCount() > 0) {
                emitted.add(batch);
            }
        }

        @Override
        public void emitSide(int port, Batch batch) {
            emitted.add(new Aside(port, batch));
        }

        @Override
        public void watermark(long timeMicros) {
            emitted.add(timeMicros);
        }

        @Override
        public String jobId() {
            return "test";
        }

        @Override
        public String operatorId() {
            return factory.operatorId();
        }

        @Override
        public int subtaskIndex() {
            return 0;
        }

        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public KeyedState keyedState() {
            return java.util.Objects.requireNonNull(backend, "operator is not keyed")
                    .keyedState();
        }

        @Override
        public List<byte[]> restoredState(String name) {
            return List.of();
        }

        @Override
        public boolean isRestored() {
            return false;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public void wakeUpAt(long timeMillis) {}

        @Override
        public <T> void runAsync(Callable<T> work, Consumer<T> onWorker) {
            async.add(() -> {
                try {
                    onWorker.accept(work.call());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        @Override
        public void requestDrain() {}

        @Override
        public void count(String metric, long delta) {}
    }
}
