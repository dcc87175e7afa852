package io.weir.spi.storage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that a checkpoint consists of; the content of {@code _metadata}.
 *
 * @param jobId of the job that took it
 * @param checkpointId ascending in a job
 * @param kind CHECKPOINT or SAVEPOINT
 * @param unaligned whether in-flight data is part of it
 * @param triggerTimeMillis since the epoch
 * @param operators one entry per stateful operator; the operator ids come from the plan's meaning
 * @param properties small facts for people and for restore, such as the engine's version
 */
public record CheckpointManifest(
        String jobId,
        long checkpointId,
        Kind kind,
        boolean unaligned,
        long triggerTimeMillis,
        List<OperatorSnapshot> operators,
        Map<String, String> properties) {

    /** What triggered it. */
    public enum Kind {
        CHECKPOINT,
        SAVEPOINT
    }

    public CheckpointManifest {
        requireNonNull(jobId, "jobId is null");
        requireNonNull(kind, "kind is null");
        operators = List.copyOf(operators);
        properties = Map.copyOf(properties);
    }

    /**
     * The state of one operator over all its subtasks.
     *
     * @param maxParallelism number of key groups
     */
    public record OperatorSnapshot(String operatorId, String name, int maxParallelism, List<SubtaskSnapshot> subtasks) {
        public OperatorSnapshot {
            subtasks = List.copyOf(subtasks);
        }
    }

    /**
     * What one subtask wrote for one operator.
     *
     * @param finished whether the subtask had reached the end of its input
     * @param state small named states, whole: watermarks, committables, split positions, in an encoding of the
     *     operator's
     * @param keyed null if it has no keyed state
     * @param inFlight files with the in-flight elements of unaligned checkpoints; empty otherwise
     */
    public record SubtaskSnapshot(
            int subtaskIndex,
            boolean finished,
            Map<String, byte[]> state,
            @org.jspecify.annotations.Nullable KeyedSnapshot keyed,
            List<StoredFile> inFlight) {
        public SubtaskSnapshot {
            state = Map.copyOf(state);
            inFlight = List.copyOf(inFlight);
        }
    }

    /**
     * The keyed state of a range of key groups.
     *
     * @param format {@code rocksdb} (files of a RocksDB checkpoint) or {@code canonical} (sorted runs of keys and
     *     values, readable by every backend)
     * @param firstKeyGroup inclusive
     * @param lastKeyGroup inclusive
     * @param files by the name they have in the backend's folder
     * @param newBytes bytes of those files that this checkpoint uploaded; the others had been in storage
     */
    public record KeyedSnapshot(
            String format, int firstKeyGroup, int lastKeyGroup, Map<String, StoredFile> files, long newBytes) {
        public KeyedSnapshot {
            requireNonNull(format, "format is null");
            files = Map.copyOf(files);
        }

        /** Bytes of all files. */
        public long fullBytes() {
            return files.values().stream().mapToLong(StoredFile::sizeBytes).sum();
        }
    }

    /** Every file that this checkpoint refers to. */
    public List<StoredFile> files() {
        List<StoredFile> files = new ArrayList<>();
        for (OperatorSnapshot operator : operators) {
            for (SubtaskSnapshot subtask : operator.subtasks()) {
                files.addAll(subtask.inFlight());
                if (subtask.keyed() != null) {
                    files.addAll(subtask.keyed().files().values());
                }
            }
        }
        return files;
    }
}
