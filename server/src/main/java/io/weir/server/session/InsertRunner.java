package io.weir.server.session;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.sink.SinkSpec;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.RestartStrategy;
import io.weir.runtime.task.RestoreSpec;
import io.weir.server.config.JobSettings;
import io.weir.spi.connector.Sink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs an INSERT to its end as a job that is never restarted: after a failure nobody could say how many of its rows are
 * there already. What it writes is committed once, at its end. Thread-safe.
 */
final class InsertRunner {
    private final JobRunner runner;

    InsertRunner(JobRunner runner) {
        this.runner = runner;
    }

    /** @param ended called when the job has, and not if this throws */
    StatementResult.Pending run(String id, PlannedStatement planned, JobSettings settings, Runnable ended) {
        CheckpointConfig checkpoints = settings.checkpoints().toBuilder()
                .intervalMillis(0)
                .unaligned(false)
                .retention(CheckpointConfig.Retention.DELETE_ON_CANCELLATION)
                .build();
        ExecutionConfig config = new ExecutionConfig(
                id, checkpoints, new RestartStrategy.None(), settings.stateBackend(), settings.channelCapacity());
        LongAdder written = new LongAdder();
        JobExecution execution = runner.start(counted(planned, written), config, RestoreSpec.fresh(), JobListener.NONE);
        CompletableFuture<Long> count = execution.termination().thenApply(status -> {
            ended.run();
            QueryStatements.checkFinished(execution);
            return written.sum();
        });
        return new StatementResult.Pending(count, () -> {
            CompletableFuture<JobStatus> unused = execution.cancel();
        });
    }

    /** The graph, with a sink that counts; rows that are left out are not inserted, wherever else they go. */
    private static JobGraph counted(PlannedStatement planned, LongAdder written) {
        Set<Sink> uncounted = Collections.newSetFromMap(new IdentityHashMap<>());
        planned.sinks().stream()
                .filter(PlannedStatement.TableSink::isForLeftOut)
                .forEach(sink -> uncounted.add(sink.sink()));
        JobGraph graph = planned.graph();
        List<Vertex> vertices = new ArrayList<>();
        for (Vertex vertex : graph.vertices()) {
            List<OperatorSpec> chain = new ArrayList<>(vertex.chain());
            int last = chain.size() - 1;
            if (chain.get(last) instanceof SinkSpec sink && !uncounted.contains(sink.sink())) {
                chain.set(
                        last,
                        new SinkSpec(
                                sink.operatorId(),
                                sink.describe(),
                                new CountingSink(sink.sink(), written),
                                sink.input(),
                                sink.keyColumns()));
            }
            vertices.add(new Vertex(vertex.id(), vertex.name(), chain, vertex.parallelism(), vertex.maxParallelism()));
        }
        return new JobGraph(graph.name(), vertices, graph.edges());
    }
}
