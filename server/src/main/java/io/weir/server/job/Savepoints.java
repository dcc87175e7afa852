package io.weir.server.job;

import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.task.SavepointRequest;
import io.weir.runtime.time.Clock;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.Change;
import io.weir.server.catalog.EntryKind;
import io.weir.server.config.JobSettings;
import io.weir.server.job.JobRecord.RestoreRequest;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Savepoints that have names: asked for by statements, kept in the catalog until they are dropped. */
final class Savepoints {
    private final CatalogLog log;
    private final RestorePoints restorePoints;
    private final JobDefaults defaults;
    private final Clock clock;
    private final Supplier<String> randomIds;

    Savepoints(
            CatalogLog log,
            RestorePoints restorePoints,
            JobDefaults defaults,
            Clock clock,
            Supplier<String> randomIds) {
        this.log = log;
        this.restorePoints = restorePoints;
        this.defaults = defaults;
        this.clock = clock;
        this.randomIds = randomIds;
    }

    List<SavepointRecord> list() {
        return log.all(EntryKind.SAVEPOINT).values().stream()
                .map(SavepointRecord::fromJson)
                .toList();
    }

    /** @throws WeirException (UNKNOWN_OBJECT) with the nearest name */
    SavepointRecord get(String name) {
        return log.get(EntryKind.SAVEPOINT, Unknown.key(name))
                .map(SavepointRecord::fromJson)
                .orElseThrow(() -> Unknown.error(
                        "savepoint",
                        name,
                        list().stream().map(SavepointRecord::name).toList()));
    }

    /** Removes a savepoint and its files. */
    void drop(String name, Collection<JobRecord> jobs) {
        SavepointRecord savepoint = get(name);
        jobs.forEach(job -> checkNotNeeded(savepoint, job));
        log.commit(List.of(Change.remove(EntryKind.SAVEPOINT, Unknown.key(name))));
        restorePoints.delete(savepoint.path());
    }

    /** A job that was stopped with it goes on from it, until it has a newer checkpoint. */
    private void checkNotNeeded(SavepointRecord savepoint, JobRecord job) {
        RestoreRequest request = job.restore();
        boolean isAsked = request != null && savepoint.path().equals(request.path());
        boolean isOwn = savepoint.jobId().equals(job.id())
                && !job.state().isActive()
                && restorePoints.newest(
                                job.id(), defaults.settings(job.options()).checkpoints())
                        == savepoint.checkpointId();
        if (isAsked || isOwn) {
            throw new WeirException(
                            ErrorCode.OBJECT_IN_USE,
                            "savepoint \"" + savepoint.name() + "\" is what job \"" + job.name() + "\" goes on from")
                    .withHint("Drop the job first, or start it and wait for its next checkpoint.");
        }
    }

    /**
     * A request for a savepoint of a job.
     *
     * @param directory null for the job's {@code savepoint-dir}
     */
    SavepointRequest request(
            JobRecord record, @Nullable String savepointName, @Nullable String directory, FreezeRequest.Form form) {
        JobSettings settings = defaults.settings(record.options());
        String target = directory != null ? directory : settings.checkpoints().savepointDirectory();
        if (target == null) {
            throw new WeirException(
                    ErrorCode.MISSING_OPTION, "option 'execution.checkpointing.savepoint-dir' is missing");
        }
        // The folder's name need not be the savepoint's, which may have any characters and be used again after a drop.
        String base = (savepointName == null ? record.name() : savepointName).replaceAll("[^A-Za-z0-9_-]", "_");
        String folder = base.substring(0, Math.min(base.length(), 30)) + "-" + randomIds.get();
        return new SavepointRequest(target, folder.substring(0, Math.min(folder.length(), 64)), form);
    }

    /** What is kept of a savepoint that was taken. */
    SavepointRecord record(String name, JobRecord record, SavepointRequest request, CheckpointStats taken) {
        return new SavepointRecord(
                name,
                record.name(),
                record.id(),
                path(request, taken),
                request.form().name().toLowerCase(Locale.ROOT),
                taken.checkpointId(),
                clock.currentTimeMillis(),
                taken.durationMillis(),
                taken.fullBytes());
    }

    static String path(SavepointRequest request, CheckpointStats taken) {
        String path = taken.externalPath();
        return path != null ? path : path(request);
    }

    private static String path(SavepointRequest request) {
        String directory = request.directory();
        return directory + (directory.endsWith("/") ? "" : "/") + "savepoint-" + request.name();
    }

    /** @throws WeirException (DUPLICATE_OBJECT) */
    void checkIsNew(String name) {
        if (log.get(EntryKind.SAVEPOINT, Unknown.key(name)).isPresent()) {
            throw new WeirException(ErrorCode.DUPLICATE_OBJECT, "savepoint \"" + name + "\" exists already");
        }
    }
}
