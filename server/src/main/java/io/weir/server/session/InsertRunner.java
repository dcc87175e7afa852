package io.weir.server.session;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.sink.SinkSpec;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.RestartStrategy;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.task.SubtaskStats;
import io.weir.server.config.JobSettings;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Runs an INSERT to its end as a job that is never restarted: after a failure nobody could say how many of its rows are there already. What it
 * writes is committed once, at its end. Thread-safe.
 */
final class InsertRunner {
    private final JobRunner runner;
    private final Map<String, JobExecution> running = new ConcurrentHashMap<>();

    InsertRunner(JobRunner runner) {
        this.runner = runner;
    }

    StatementResult.Pending run(String id, PlannedStatement planned, JobSettings settings) {
        CheckpointConfig checkpoints = settings.checkpoints().toBuilder()
                .intervalMillis(0)
                .unaligned(false)
                .retention(CheckpointConfig.Retention.DELETE_ON_CANCELLATION)
                .build();
        ExecutionConfig config = new ExecutionConfig(
                id, checkpoints, new RestartStrategy.None(), settings.stateBackend(), settings.channelCapacity());
        JobExecution execution = runner.start(planned.graph(), config, RestoreSpec.fresh(), JobListener.NONE);
        running.put(id, execution);
        CompletableFuture<Long> count = execution.termination().thenApply(status -> {
            running.remove(id);
            QueryStatements.checkFinished(execution);
            return rowsWritten(planned.graph(), execution);
        });
        return new StatementResult.Pending(count, () -> {
            CompletableFuture<JobStatus> unused = execution.cancel();
        });
    }

    private static long rowsWritten(JobGraph graph, JobExecution execution) {
        Set<String> sinks = graph.vertices().stream()
                .filter(vertex -> last(vertex) instanceof SinkSpec)
                .map(Vertex::id)
                .collect(Collectors.toSet());
        return execution.stats().subtasks().stream()
                .filter(subtask -> sinks.contains(subtask.vertexId()))
                .mapToLong(SubtaskStats::recordsOut)
                .sum();
    }

    private static Object last(Vertex vertex) {
        return vertex.chain().get(vertex.chain().size() - 1);
    }
}
