package io.weir.server.sys;

import io.weir.runtime.checkpoint.CheckpointOverview;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.checkpoint.SubtaskCheckpointStats;
import io.weir.runtime.task.JobStats;
import io.weir.runtime.task.SubtaskStats;
import io.weir.server.job.JobFailure;
import io.weir.server.job.JobInfo;
import io.weir.server.job.JobState;
import io.weir.server.job.SavepointRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What there is to know about jobs. The names of numbers are those of docs on checkpoints elsewhere: Flink's. */
public final class JobViews {
    private JobViews() {}

    /** A checkpoint and the job it belongs to. */
    public record JobCheckpoint(JobInfo job, CheckpointStats checkpoint) {}

    /** A subtask's part of a checkpoint. */
    public record CheckpointPart(JobInfo job, CheckpointStats checkpoint, SubtaskCheckpointStats part) {}

    /** Why an attempt of a job ended. */
    public record Failure(JobInfo job, JobFailure failure) {}

    /** A subtask. */
    public record JobSubtask(JobInfo job, SubtaskStats subtask) {}

    /** {@code SHOW JOBS}: what one wants to see at a glance. */
    public static TableView<JobInfo> overview(LongSupplier now) {
        return new TableView<JobInfo>("sys", "jobs_overview")
                .text("name", JobInfo::name)
                .text("state", JobInfo::state)
                .text("uptime", job -> uptime(job, now.getAsLong()))
                .number("checkpoints", job -> checkpoint(job, CheckpointOverview::completed))
                .number("failed_checkpoints", job -> checkpoint(job, CheckpointOverview::failed))
                .time("last_checkpoint", job -> lastCompletedMillis(job))
                .number(
                        "restarts",
                        job -> job.stats() == null ? null : job.stats().restarts())
                .text("last_error", job -> firstLine(job.error()));
    }

    static TableView<JobInfo> jobs(LongSupplier now) {
        return new TableView<JobInfo>("sys", "jobs")
                .text("id", JobInfo::id)
                .text("name", JobInfo::name)
                .text("state", JobInfo::state)
                .text("user_name", JobInfo::user)
                .time("created_at", JobInfo::createdMillis)
                .time("state_since", JobInfo::stateMillis)
                .number("uptime_ms", job -> uptimeMillis(job, now.getAsLong()))
                .number(
                        "attempt",
                        job -> job.stats() == null ? null : job.stats().attempt())
                .number(
                        "num_restarts",
                        job -> job.stats() == null ? null : job.stats().restarts())
                .number("total_checkpoints", job -> checkpoint(job, CheckpointOverview::triggered))
                .number("completed_checkpoints", job -> checkpoint(job, CheckpointOverview::completed))
                .number("failed_checkpoints", job -> checkpoint(job, CheckpointOverview::failed))
                .number("in_progress_checkpoints", job -> checkpoint(job, CheckpointOverview::inProgress))
                .number("last_completed_checkpoint_id", job -> checkpoint(job, CheckpointOverview::lastCompletedId))
                .time("last_checkpoint_at", JobViews::lastCompletedMillis)
                .number("restored_checkpoint_id", job -> checkpoint(job, CheckpointOverview::restoredId))
                .text(
                        "restored_path",
                        job -> job.stats() == null
                                ? null
                                : job.stats().checkpoints().restoredPath())
                .text("last_error", JobInfo::error)
                .time("last_error_at", JobInfo::errorMillis)
                .text("statement", JobInfo::sql);
    }

    /** {@code SHOW CHECKPOINTS FOR JOB} and {@code sys.checkpoints}. */
    public static TableView<JobCheckpoint> checkpoints() {
        return new TableView<JobCheckpoint>("sys", "checkpoints")
                .text("job_name", row -> row.job().name())
                .text("job_id", row -> row.job().id())
                .number("checkpoint_id", row -> row.checkpoint().checkpointId())
                .text("checkpoint_type", row -> row.checkpoint().kind())
                .text("status", row -> row.checkpoint().status())
                .time("trigger_time", row -> row.checkpoint().triggerTimeMillis())
                .time("latest_ack_time", row -> row.checkpoint().latestAckTimeMillis())
                .number("end_to_end_duration_ms", row -> row.checkpoint().durationMillis())
                .integer("acknowledged_subtasks", row -> row.checkpoint().acknowledgedSubtasks())
                .integer("subtasks", row -> row.checkpoint().subtaskCount())
                .number("checkpointed_size", row -> row.checkpoint().checkpointedBytes())
                .number("full_size", row -> row.checkpoint().fullBytes())
                .number("persisted_data", row -> row.checkpoint().persistedInFlightBytes())
                .number("max_start_delay_ms", row -> greatest(row, SubtaskCheckpointStats::startDelayNanos))
                .number("max_alignment_ms", row -> greatest(row, SubtaskCheckpointStats::alignmentNanos))
                .number("max_sync_ms", row -> greatest(row, SubtaskCheckpointStats::syncNanos))
                .number("max_async_ms", row -> greatest(row, SubtaskCheckpointStats::asyncNanos))
                .text("external_path", row -> row.checkpoint().externalPath())
                .text("failure_cause", row -> row.checkpoint().failureCause());
    }

    static TableView<CheckpointPart> parts() {
        return new TableView<CheckpointPart>("sys", "checkpoint_subtasks")
                .text("job_name", row -> row.job().name())
                .text("job_id", row -> row.job().id())
                .number("checkpoint_id", row -> row.checkpoint().checkpointId())
                .text("vertex_id", row -> row.part().vertexId())
                .integer("subtask", row -> row.part().subtaskIndex())
                .time("ack_time", row -> row.part().ackTimeMillis())
                .number(
                        "end_to_end_duration_ms",
                        row -> row.part().ackTimeMillis() - row.checkpoint().triggerTimeMillis())
                .number("start_delay_ns", row -> row.part().startDelayNanos())
                .number("alignment_ns", row -> row.part().alignmentNanos())
                .number("sync_ns", row -> row.part().syncNanos())
                .number("async_ns", row -> row.part().asyncNanos())
                .number("checkpointed_size", row -> row.part().checkpointedBytes())
                .number("full_size", row -> row.part().fullBytes())
                .number("persisted_data", row -> row.part().persistedInFlightBytes())
                .flag("unaligned", row -> row.part().unaligned());
    }

    static TableView<Failure> failures() {
        return new TableView<Failure>("sys", "job_failures")
                .text("job_name", row -> row.job().name())
                .text("job_id", row -> row.job().id())
                .time("failed_at", row -> row.failure().timeMillis())
                .text("cause", row -> row.failure().cause());
    }

    static TableView<JobSubtask> operators() {
        return new TableView<JobSubtask>("sys", "operators")
                .text("job_name", row -> row.job().name())
                .text("job_id", row -> row.job().id())
                .text("vertex_id", row -> row.subtask().vertexId())
                .text("vertex_name", row -> row.subtask().vertexName())
                .integer("subtask", row -> row.subtask().subtaskIndex())
                .flag("ended", row -> row.subtask().ended())
                .number("num_records_in", row -> row.subtask().recordsIn())
                .number("num_records_out", row -> row.subtask().recordsOut())
                .number("num_batches_in", row -> row.subtask().batchesIn())
                .number("num_batches_out", row -> row.subtask().batchesOut())
                .number("num_bytes_in", row -> row.subtask().bytesIn())
                .number("num_bytes_out", row -> row.subtask().bytesOut())
                .share("busy_share", row -> share(row.subtask(), SubtaskStats::busyNanos))
                .share("back_pressured_share", row -> share(row.subtask(), SubtaskStats::backPressuredNanos))
                .share("idle_share", row -> share(row.subtask(), SubtaskStats::idleNanos))
                .time("current_watermark", row -> watermarkMillis(row.subtask()))
                .number("alignment_ns", row -> row.subtask().alignmentNanos())
                .integer("queued_elements", row -> row.subtask().queuedElements())
                .number("state_size", row -> row.subtask().stateBytes())
                .text(
                        "counters",
                        row -> row.subtask().counters().isEmpty()
                                ? null
                                : row.subtask().counters());
    }

    /** {@code SHOW SAVEPOINTS} and {@code sys.savepoints}. */
    public static TableView<SavepointRecord> savepoints() {
        return new TableView<SavepointRecord>("sys", "savepoints")
                .text("name", SavepointRecord::name)
                .text("job_name", SavepointRecord::jobName)
                .text("job_id", SavepointRecord::jobId)
                .text("format", SavepointRecord::format)
                .number("checkpoint_id", SavepointRecord::checkpointId)
                .time("created_at", SavepointRecord::createdMillis)
                .number("duration_ms", SavepointRecord::durationMillis)
                .number("size", SavepointRecord::sizeBytes)
                .text("path", SavepointRecord::path);
    }

    public static List<JobCheckpoint> checkpointsOf(Collection<JobInfo> jobs) {
        List<JobCheckpoint> found = new ArrayList<>();
        for (JobInfo job : jobs) {
            job.checkpoints().forEach(checkpoint -> found.add(new JobCheckpoint(job, checkpoint)));
        }
        return found;
    }

    static List<CheckpointPart> partsOf(Collection<JobInfo> jobs) {
        List<CheckpointPart> found = new ArrayList<>();
        for (JobCheckpoint row : checkpointsOf(jobs)) {
            row.checkpoint()
                    .subtasks()
                    .forEach(part -> found.add(new CheckpointPart(row.job(), row.checkpoint(), part)));
        }
        return found;
    }

    static List<Failure> failuresOf(Collection<JobInfo> jobs) {
        List<Failure> found = new ArrayList<>();
        jobs.forEach(job -> job.failures().forEach(failure -> found.add(new Failure(job, failure))));
        return found;
    }

    static List<JobSubtask> subtasksOf(Collection<JobInfo> jobs) {
        List<JobSubtask> found = new ArrayList<>();
        for (JobInfo job : jobs) {
            JobStats stats = job.stats();
            if (stats != null) {
                stats.subtasks().forEach(subtask -> found.add(new JobSubtask(job, subtask)));
            }
        }
        return found;
    }

    private static @Nullable Long checkpoint(JobInfo job, ToLongFunction<CheckpointOverview> value) {
        return job.stats() == null ? null : (Long) value.applyAsLong(job.stats().checkpoints());
    }

    private static @Nullable Long lastCompletedMillis(JobInfo job) {
        return job.checkpoints().stream()
                .filter(checkpoint -> checkpoint.status() == CheckpointStats.Status.COMPLETED)
                .findFirst()
                .map(CheckpointStats::endTimeMillis)
                .orElse(null);
    }

    private static @Nullable Long uptimeMillis(JobInfo job, long now) {
        return job.state() == JobState.RUNNING ? (Long) Math.max(0, now - job.stateMillis()) : null;
    }

    private static @Nullable String uptime(JobInfo job, long now) {
        return uptime(uptimeMillis(job, now));
    }

    static @Nullable String uptime(@Nullable Long millis) {
        if (millis == null) {
            return null;
        }
        long seconds = millis / 1000;
        String clock = String.format(
                java.util.Locale.ROOT, "%02d:%02d:%02d", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        return seconds < 86_400 ? clock : seconds / 86_400 + "d " + clock;
    }

    private static @Nullable Long greatest(JobCheckpoint row, ToLongFunction<SubtaskCheckpointStats> nanos) {
        return row.checkpoint().subtasks().isEmpty()
                ? null
                : (Long) (row.checkpoint().subtasks().stream()
                                .mapToLong(nanos)
                                .max()
                                .orElse(0)
                        / 1_000_000);
    }

    private static @Nullable Double share(SubtaskStats subtask, ToLongFunction<SubtaskStats> nanos) {
        long all = subtask.busyNanos() + subtask.backPressuredNanos() + subtask.idleNanos();
        return all == 0 ? null : (Double) (nanos.applyAsLong(subtask) / (double) all);
    }

    private static @Nullable Long watermarkMillis(SubtaskStats subtask) {
        // The first and the last moment there is stand for none yet and for the end; neither is a time to show.
        long millis = Math.floorDiv(subtask.watermarkMicros(), 1000L);
        boolean isTime = Math.abs(millis) < 253_402_300_800_000L;
        return isTime ? (Long) millis : null;
    }

    static @Nullable String firstLine(@Nullable String text) {
        return text == null ? null : text.lines().findFirst().orElse(null);
    }
}
