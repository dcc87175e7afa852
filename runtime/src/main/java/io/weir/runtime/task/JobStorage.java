package io.weir.runtime.task;

import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.checkpoint.SnapshotState;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StoredFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage of one job over all its attempts, and the choice of what an attempt starts from. All methods block, run on I/O threads, and are called one at a time while
 * an attempt starts.
 *
 * <p>Going back to an older checkpoint by itself is right only if no sink can have committed for a newer one; its rows would be written twice. A commit begins only after its
 * checkpoint is published with the committables in its manifest, so the manifest tells. One that cannot be read tells nothing, and is taken as the worst case.
 */
final class JobStorage {
    private static final Logger LOG = LoggerFactory.getLogger(JobStorage.class);

    private final CheckpointStorage storage;
    /** Checkpoints that were there before this job began anew; they are not its own. */
    private long floorId = Long.MIN_VALUE;

    private volatile long attempt;
    /** Checkpoints whose files proved corrupt when state was restored. */
    private final Set<Long> corrupt = ConcurrentHashMap.newKeySet();
    /** The newest checkpoint that this job has completed; {@link Long#MIN_VALUE} if none. */
    private volatile long newestPublished = Long.MIN_VALUE;

    JobStorage(CheckpointStorage storage) {
        this.storage = storage;
    }

    CheckpointStorage storage() {
        return storage;
    }

    /** Takes the job over from whoever ran it before. @return the number of this attempt */
    long fence() {
        attempt = storage.fence();
        return attempt;
    }

    /** The number of the current attempt. */
    long attempt() {
        return attempt;
    }

    /** What an attempt starts from. @param path null if it is one of the job's own */
    record Choice(CheckpointManifest manifest, @Nullable String path) {}

    /** The restore of a checkpoint found a file corrupt: it is not taken again. */
    void reject(CheckpointManifest manifest) {
        corrupt.add(manifest.checkpointId());
    }

    /** @param first whether this is the first attempt; later ones go on from what the job has completed since */
    Optional<Choice> choose(RestoreSpec spec, boolean first) {
        if (first && (spec.mode() == RestoreSpec.Mode.FRESH || spec.mode() == RestoreSpec.Mode.PATH)) {
            floorId = storage.list().stream().max(Long::compare).orElse(Long.MIN_VALUE);
        }
        if (first && spec.mode() == RestoreSpec.Mode.CHECKPOINT) {
            return Optional.of(chooseOne(spec.checkpointId()));
        }
        if (!first) {
            checkNewestIsThere();
        }
        Optional<Choice> latest =
                first && (spec.mode() == RestoreSpec.Mode.FRESH || spec.mode() == RestoreSpec.Mode.PATH)
                        ? Optional.empty()
                        : latest();
        if (latest.isPresent()) {
            return latest;
        }
        String path = spec.path();
        return path == null ? Optional.empty() : Optional.of(new Choice(storage.loadFrom(path), path));
    }

    /** What is gone was taken away by somebody: to go on from less, or from nothing, would write again what the sinks have committed, and say nothing. */
    private void checkNewestIsThere() {
        List<Long> ids = storage.list();
        if (newestPublished == Long.MIN_VALUE || ids.contains(newestPublished)) {
            return;
        }
        throw new WeirException(
                        ErrorCode.INCOMPATIBLE_STATE,
                        "checkpoint " + newestPublished + " was complete, and is gone from \"" + storage.location()
                                + "\"")
                .withDetail("There are " + ids + ".")
                .withHint(
                        "Put it back; or ALTER JOB ... RESTART goes on from what there is, and may write rows twice.");
    }

    private Choice chooseOne(long checkpointId) {
        CheckpointManifest manifest = storage.load(checkpointId)
                .orElseThrow(() -> new WeirException(
                                ErrorCode.UNKNOWN_OBJECT,
                                "job has no checkpoint " + checkpointId + " in \"" + storage.location() + "\"")
                        .withDetail("It has " + storage.list() + "."));
        for (long id : storage.list()) {
            if (id > checkpointId) {
                storage.delete(id); // given up on request: a later restart must not take it up again
            }
        }
        return new Choice(manifest, null);
    }

    private Optional<Choice> latest() {
        List<Long> ids = new ArrayList<>(storage.list());
        ids.removeIf(id -> id <= floorId);
        Throwable reason = null;
        for (int i = ids.size() - 1; i >= 0; i--) {
            long id = ids.get(i);
            CheckpointManifest manifest;
            try {
                Optional<CheckpointManifest> loaded = storage.load(id);
                if (loaded.isEmpty()) {
                    continue; // removed meanwhile
                }
                manifest = loaded.get();
            } catch (RuntimeException e) {
                if (!Failures.isCorruptStorage(e)) {
                    throw e; // storage is away for a moment: wait for it rather than start from less
                }
                throw noFallBack(id, e);
            }
            if (!corrupt.contains(id)) {
                if (reason != null) {
                    LOG.warn("going back to an older checkpoint={} location={}", id, storage.location(), reason);
                }
                return Optional.of(new Choice(manifest, null));
            }
            if (!SnapshotState.committables(manifest).isEmpty()) {
                throw noFallBack(id, null);
            }
            reason = new WeirException(ErrorCode.STORAGE_CORRUPT, "checkpoint " + id + " is corrupt");
        }
        if (reason != null) {
            throw new WeirException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "no checkpoint in \"" + storage.location() + "\" can be restored; all of " + ids + " are corrupt");
        }
        return Optional.empty();
    }

    /** What the job's latest checkpoint holds for its sinks to commit, by operator id. @throws WeirException if that cannot be told */
    Map<String, List<byte[]>> committables() {
        return latest().map(choice -> SnapshotState.committables(choice.manifest()))
                .orElse(Map.of());
    }

    private WeirException noFallBack(long id, @Nullable Throwable cause) {
        return new WeirException(
                        ErrorCode.INCOMPATIBLE_STATE,
                        "checkpoint " + id + " in \"" + storage.location()
                                + "\" is corrupt, and its sinks may have committed"
                                + (cause == null ? "" : ": " + cause.getMessage()),
                        cause)
                .withDetail("Going back to an older checkpoint could write rows twice.")
                .withHint("ALTER JOB ... RESTORE FROM an older checkpoint, if rows written twice are acceptable.");
    }

    /** The job's checkpoints, ascending, for their later removal. */
    List<CompletedCheckpoint> existing() {
        List<CompletedCheckpoint> existing = new ArrayList<>();
        for (long id : storage.list()) {
            try {
                storage.load(id).map(CompletedCheckpoint::of).ifPresent(existing::add);
            } catch (RuntimeException e) {
                if (!Failures.isCorruptStorage(e)) {
                    throw e;
                }
                existing.add(new CompletedCheckpoint(id, List.of()));
            }
        }
        return existing;
    }

    /** Makes a checkpoint of this job exist. */
    void publish(CheckpointManifest manifest, long number) {
        publish(storage, manifest, number);
        newestPublished = Math.max(newestPublished, manifest.checkpointId());
    }

    /** Makes a checkpoint exist. A failure whose outcome nobody knows is cleared up by looking. */
    static void publish(CheckpointStorage storage, CheckpointManifest manifest, long attempt) {
        try {
            storage.publish(manifest, attempt);
        } catch (RuntimeException e) {
            WeirException weir = Failures.weirCause(e);
            if (weir != null && weir.code() == ErrorCode.CHECKPOINT_FAILURE) {
                throw new WeirException(ErrorCode.OBJECT_IN_USE, "the job was taken over: " + weir.primary(), e)
                        .withHint("Only one server may run a job; this one gives it up.");
            }
            if (!exists(storage, manifest)) {
                throw e;
            }
            LOG.warn("publishing failed, but the checkpoint exists checkpoint={}", manifest.checkpointId(), e);
        }
    }

    /** Whether this very manifest is there: another attempt may have published one with the same id. */
    private static boolean exists(CheckpointStorage storage, CheckpointManifest manifest) {
        try {
            return storage.load(manifest.checkpointId())
                    .filter(found -> found.triggerTimeMillis() == manifest.triggerTimeMillis()
                            && Set.copyOf(found.files()).equals(Set.copyOf(manifest.files())))
                    .isPresent();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The manifest as seen from another folder: every file by its whole path. */
    static CheckpointManifest relocated(CheckpointManifest manifest, String location) {
        return new CheckpointManifest(
                manifest.jobId(),
                manifest.checkpointId(),
                CheckpointManifest.Kind.CHECKPOINT,
                manifest.unaligned(),
                manifest.triggerTimeMillis(),
                manifest.operators().stream()
                        .map(operator -> relocated(operator, location))
                        .toList(),
                manifest.properties());
    }

    private static CheckpointManifest.OperatorSnapshot relocated(
            CheckpointManifest.OperatorSnapshot operator, String location) {
        return new CheckpointManifest.OperatorSnapshot(
                operator.operatorId(),
                operator.name(),
                operator.maxParallelism(),
                operator.subtasks().stream()
                        .map(subtask -> relocated(subtask, location))
                        .toList());
    }

    private static CheckpointManifest.SubtaskSnapshot relocated(
            CheckpointManifest.SubtaskSnapshot subtask, String location) {
        CheckpointManifest.KeyedSnapshot keyed = subtask.keyed();
        return new CheckpointManifest.SubtaskSnapshot(
                subtask.subtaskIndex(),
                subtask.finished(),
                subtask.state(),
                keyed == null ? null : relocated(keyed, location),
                subtask.inFlight().stream()
                        .map(file -> relocated(file, location))
                        .toList());
    }

    private static CheckpointManifest.KeyedSnapshot relocated(CheckpointManifest.KeyedSnapshot keyed, String location) {
        Map<String, StoredFile> files = new LinkedHashMap<>();
        keyed.files().forEach((name, file) -> files.put(name, relocated(file, location)));
        return new CheckpointManifest.KeyedSnapshot(
                keyed.format(), keyed.firstKeyGroup(), keyed.lastKeyGroup(), files, keyed.newBytes());
    }

    private static StoredFile relocated(StoredFile file, String location) {
        return file.isInline() || file.path().contains(":/") || file.path().startsWith("/")
                ? file
                : new StoredFile(location + "/" + file.path(), file.sizeBytes(), file.checksum());
    }
}
