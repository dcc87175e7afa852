package io.weir.sqltests.script;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.operator.source.WatermarkSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts behind each {@link ScriptSource} of a planned graph what understands its marks: event time is taken from marks
 * alone, and no mark goes further.
 *
 * <pre>
 *   source (a, ts, mark) watermark ts       -&gt;   source watermark by mark  --&gt;  drop marks (a, ts)  --&gt;  ...
 * </pre>
 */
final class ScriptMarks {
    private ScriptMarks() {}

    static JobGraph understand(JobGraph graph) {
        List<Vertex> vertices = new ArrayList<>();
        for (Vertex vertex : graph.vertices()) {
            List<OperatorSpec> chain = new ArrayList<>();
            for (OperatorSpec operator : vertex.chain()) {
                if (operator instanceof SourceSpec spec && spec.source() instanceof ScriptSource) {
                    chain.add(new SourceSpec(
                            spec.operatorId(),
                            spec.describe(),
                            spec.source(),
                            spec.watermarks().map(ScriptMarks::byMark),
                            spec.badRecords()));
                    chain.add(new DropMarks(
                            "marks-" + Integer.toHexString(spec.operatorId().hashCode())));
                } else {
                    chain.add(operator);
                }
            }
            vertices.add(new Vertex(vertex.id(), vertex.name(), chain, vertex.parallelism(), vertex.maxParallelism()));
        }
        return new JobGraph(graph.name(), vertices, graph.edges());
    }

    private static WatermarkSpec byMark(WatermarkSpec spec) {
        return new WatermarkSpec(
                () -> {
                    ColumnExpression expression = spec.expression().get();
                    return batch -> times(batch, expression);
                },
                spec.idleTimeoutMillis());
    }

    private static LongColumn times(Batch batch, ColumnExpression expression) {
        LongColumn marks = marks(batch);
        if (isMark(batch)) {
            return marks.values()[0] == ScriptSource.BY_EXPRESSION
                    ? (LongColumn) expression.evaluate(withoutMarks(batch))
                    : marks;
        }
        boolean[] nulls = new boolean[batch.rowCount()];
        Arrays.fill(nulls, true);
        return new LongColumn(batch.rowCount(), new long[batch.rowCount()], nulls);
    }

    /** A batch holds rows only or marks of one form only. */
    private static boolean isMark(Batch batch) {
        return batch.rowCount() > 0 && !marks(batch).isNull(0);
    }

    private static LongColumn marks(Batch batch) {
        return (LongColumn) batch.column(batch.columnCount() - 1);
    }

    private static Batch withoutMarks(Batch batch) {
        return batch.project(IntStream.range(0, batch.columnCount() - 1).toArray());
    }

    /** Passes on rows without their last column, and no marks. */
    private record DropMarks(String operatorId) implements OperatorFactory {
        @Override
        public String describe() {
            return "DropMarks";
        }

        @Override
        public Operator create(OperatorContext context) {
            return new Operator() {
                @Override
                public void process(int input, Batch batch, Output output) {
                    if (!isMark(batch)) {
                        output.emit(withoutMarks(batch));
                    }
                }
            };
        }
    }
}
