package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import io.weir.spi.storage.CheckpointStorage;

/**
 * What kind of snapshot is wanted.
 *
 * @param checkpointId ascending
 * @param storage where the files go: the job's own storage for checkpoints, that of the savepoint for savepoints
 * @param form CANONICAL for savepoints that any backend can read; NATIVE otherwise
 * @param incremental whether files of completed checkpoints may be referred to. If not, all files are written anew with
 *     {@link CheckpointStorage#writeExclusive}, so that the snapshot is self-contained
 */
public record FreezeRequest(long checkpointId, CheckpointStorage storage, Form form, boolean incremental) {
    /** How state is written. */
    public enum Form {
        /** Fastest: the backend's own files. */
        NATIVE,
        /** Sorted runs of keys and values, readable by every backend. */
        CANONICAL
    }

    public FreezeRequest {
        requireNonNull(storage, "storage is null");
        requireNonNull(form, "form is null");
    }
}
