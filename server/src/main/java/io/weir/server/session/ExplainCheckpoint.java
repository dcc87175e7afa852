package io.weir.server.session;

import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.checkpoint.SubtaskCheckpointStats;
import io.weir.runtime.task.JobStats;
import io.weir.runtime.task.SubtaskStats;
import io.weir.server.config.CheckpointOptions;
import io.weir.server.job.JobInfo;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.SqlExplainCheckpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** EXPLAIN CHECKPOINT: where its time went, which subtask was slowest and why, and which option would help. */
final class ExplainCheckpoint {
    private static final long NANOS = 1_000_000;
    /** A subtask with so many times the average state of its neighbours has more than its share of the keys. */
    private static final int SKEW = 3;

    private final Services services;

    ExplainCheckpoint(Services services) {
        this.services = services;
    }

    StatementResult explain(SqlExplainCheckpoint node, StatementCall call) {
        JobInfo job = services.jobs().get(Names.simple(node.job()));
        JobStats stats = job.stats();
        CheckpointStats checkpoint = job.checkpoints().stream()
                .filter(candidate -> candidate.checkpointId() == node.checkpoint())
                .findFirst()
                .orElse(null);
        if (checkpoint == null) {
            throw Names.at(
                    new WeirException(
                                    ErrorCode.UNKNOWN_OBJECT,
                                    "checkpoint " + node.checkpoint() + " of job \"" + job.name()
                                            + "\" is not remembered")
                            .withHint("SHOW CHECKPOINTS FOR JOB ... lists those that are."),
                    node);
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        lines(checkpoint, stats == null ? List.of() : stats.subtasks()).forEach(line -> rows.add(Tables.row(line)));
        return Tables.rows(Tables.texts("explanation"), rows);
    }

    static List<String> lines(CheckpointStats checkpoint, List<SubtaskStats> job) {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "Checkpoint %d: %s, %s, %d ms from its trigger to its end; %d of %d subtasks acknowledged.",
                checkpoint.checkpointId(),
                checkpoint.kind(),
                checkpoint.status(),
                checkpoint.durationMillis(),
                checkpoint.acknowledgedSubtasks(),
                checkpoint.subtaskCount()));
        lines.add(text(
                "Wrote %s of %s of state, and %s of rows on their way.",
                size(checkpoint.checkpointedBytes()),
                size(checkpoint.fullBytes()),
                size(checkpoint.persistedInFlightBytes())));
        if (checkpoint.failureCause() != null) {
            lines.add("It failed: " + checkpoint.failureCause());
        }
        if (checkpoint.subtasks().isEmpty()) {
            lines.add("No subtask has acknowledged it: the barrier is still on its way, held up by what " + busiest(job)
                    + " does.");
            return lines;
        }
        phase(lines, "waiting for the first barrier", checkpoint, SubtaskCheckpointStats::startDelayNanos);
        phase(lines, "aligning inputs", checkpoint, SubtaskCheckpointStats::alignmentNanos);
        phase(lines, "synchronous part", checkpoint, SubtaskCheckpointStats::syncNanos);
        phase(lines, "asynchronous part", checkpoint, SubtaskCheckpointStats::asyncNanos);
        SubtaskCheckpointStats slowest = checkpoint.subtasks().stream()
                .max(Comparator.comparingLong(ExplainCheckpoint::total))
                .orElseThrow();
        lines.add(text(
                "Slowest was %s: %d ms waiting, %d ms aligning, %d ms synchronous, %d ms asynchronous, %s written.",
                name(job, slowest),
                slowest.startDelayNanos() / NANOS,
                slowest.alignmentNanos() / NANOS,
                slowest.syncNanos() / NANOS,
                slowest.asyncNanos() / NANOS,
                size(slowest.checkpointedBytes())));
        advise(lines, checkpoint, slowest, job);
        return lines;
    }

    private static void phase(
            List<String> lines,
            String phase,
            CheckpointStats checkpoint,
            ToLongFunction<SubtaskCheckpointStats> nanos) {
        long greatest = checkpoint.subtasks().stream().mapToLong(nanos).max().orElse(0);
        double average =
                checkpoint.subtasks().stream().mapToLong(nanos).average().orElse(0);
        lines.add(text("  %-30s  at most %6d ms, on average %6d ms", phase, greatest / NANOS, (long) average / NANOS));
    }

    private static void advise(
            List<String> lines, CheckpointStats checkpoint, SubtaskCheckpointStats slowest, List<SubtaskStats> job) {
        long total = Math.max(1, total(slowest));
        boolean isQueued = slowest.startDelayNanos() + slowest.alignmentNanos() > total / 2;
        double averageBytes = checkpoint.subtasks().stream()
                .filter(part ->
                        part.vertexId().equals(slowest.vertexId()) && part.subtaskIndex() != slowest.subtaskIndex())
                .mapToLong(SubtaskCheckpointStats::fullBytes)
                .average()
                .orElse(0);
        if (slowest.fullBytes() > SKEW * averageBytes && averageBytes > 0) {
            lines.add(text(
                    "It has %s of state, its neighbours %s on average: some keys have most of the rows. "
                            + "More parallelism does not help; another key, or counting in two steps, would.",
                    size(slowest.fullBytes()), size((long) averageBytes)));
        }
        if (isQueued && !slowest.unaligned()) {
            lines.add("Most of it was back-pressure: the barrier stood behind rows that " + busiest(job)
                    + " had not worked off. '" + CheckpointOptions.UNALIGNED.key()
                    + "' = 'true' lets it overtake them; more parallelism works them off.");
        } else if (slowest.asyncNanos() > total / 2) {
            long perSecond = slowest.checkpointedBytes() * 1000 / Math.max(1, slowest.asyncNanos() / NANOS);
            lines.add("Most of it was writing to storage, " + size(perSecond)
                    + " per second. Slow storage, or much that has changed: '"
                    + CheckpointOptions.INCREMENTAL.key() + "' = 'true' writes less, a longer '"
                    + CheckpointOptions.INTERVAL.key()
                    + "' writes more seldom.");
        } else if (slowest.syncNanos() > total / 2) {
            lines.add(
                    "Most of it was the synchronous part, during which the subtask stands still. 'state.backend.type' = 'rocksdb' keeps it short.");
        }
    }

    private static long total(SubtaskCheckpointStats part) {
        return part.startDelayNanos() + part.alignmentNanos() + part.syncNanos() + part.asyncNanos();
    }

    private static String name(List<SubtaskStats> job, SubtaskCheckpointStats part) {
        String vertex = job.stream()
                .filter(subtask -> subtask.vertexId().equals(part.vertexId()))
                .map(SubtaskStats::vertexName)
                .findFirst()
                .orElse(part.vertexId());
        return vertex + " (subtask " + part.subtaskIndex() + ")";
    }

    private static String busiest(List<SubtaskStats> job) {
        return job.stream()
                .max(Comparator.comparingLong(SubtaskStats::busyNanos))
                .map(subtask -> subtask.vertexName() + " (subtask " + subtask.subtaskIndex() + ")")
                .orElse("the job");
    }

    private static String size(long bytes) {
        if (bytes < 10_000) {
            return bytes + " bytes";
        }
        return bytes < 10_000_000 ? bytes / 1000 + " kB" : bytes / 1_000_000 + " MB";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
