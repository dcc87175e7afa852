package io.weir.server.sys;

import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.checkpoint.SubtaskCheckpointStats;
import io.weir.server.job.JobInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One number over the completed checkpoints of a job that are remembered: a row of {@code sys.checkpoint_summary}.
 *
 * @param name as the column of {@code sys.checkpoints} is called
 * @param sorted ascending, not empty
 */
record CheckpointSummary(JobInfo job, String name, List<Long> sorted) {
    private static final Map<String, ToLongFunction<CheckpointStats>> NUMBERS = numbers();

    CheckpointSummary {
        sorted = List.copyOf(sorted);
    }

    private static Map<String, ToLongFunction<CheckpointStats>> numbers() {
        Map<String, ToLongFunction<CheckpointStats>> numbers = new LinkedHashMap<>();
        numbers.put("end_to_end_duration_ms", CheckpointStats::durationMillis);
        numbers.put("checkpointed_size", CheckpointStats::checkpointedBytes);
        numbers.put("full_size", CheckpointStats::fullBytes);
        numbers.put("persisted_data", CheckpointStats::persistedInFlightBytes);
        numbers.put("max_start_delay_ms", greatestMillis(SubtaskCheckpointStats::startDelayNanos));
        numbers.put("max_alignment_ms", greatestMillis(SubtaskCheckpointStats::alignmentNanos));
        numbers.put("max_sync_ms", greatestMillis(SubtaskCheckpointStats::syncNanos));
        numbers.put("max_async_ms", greatestMillis(SubtaskCheckpointStats::asyncNanos));
        return numbers;
    }

    private static ToLongFunction<CheckpointStats> greatestMillis(ToLongFunction<SubtaskCheckpointStats> nanos) {
        return checkpoint ->
                checkpoint.subtasks().stream().mapToLong(nanos).max().orElse(0) / 1_000_000;
    }

    static TableView<CheckpointSummary> view() {
        return new TableView<CheckpointSummary>("sys", "checkpoint_summary")
                .text("job_name", row -> row.job().name())
                .text("job_id", row -> row.job().id())
                .text("metric", CheckpointSummary::name)
                .integer("checkpoints", row -> row.sorted().size())
                .number("min", row -> row.percentile(0))
                .number("avg", row -> (long) row.sorted().stream()
                        .mapToLong(Long::longValue)
                        .average()
                        .orElse(0))
                .number("max", row -> row.percentile(100))
                .number("p50", row -> row.percentile(50))
                .number("p90", row -> row.percentile(90))
                .number("p99", row -> row.percentile(99));
    }

    static List<CheckpointSummary> of(Collection<JobInfo> jobs) {
        List<CheckpointSummary> rows = new ArrayList<>();
        for (JobInfo job : jobs) {
            List<CheckpointStats> completed = job.checkpoints().stream()
                    .filter(each -> each.status() == CheckpointStats.Status.COMPLETED)
                    .filter(each -> each.kind() == CheckpointStats.Kind.CHECKPOINT
                            || each.kind() == CheckpointStats.Kind.UNALIGNED_CHECKPOINT)
                    .toList();
            if (!completed.isEmpty()) {
                NUMBERS.forEach((name, number) -> rows.add(new CheckpointSummary(
                        job,
                        name,
                        completed.stream().map(number::applyAsLong).sorted().toList())));
            }
        }
        return rows;
    }

    /** The least value that so many of a hundred are not greater than. */
    @Nullable Long percentile(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}
