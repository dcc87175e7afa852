package io.weir.runtime.checkpoint;

import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.StoredFile;
import java.util.List;

/**
 * A checkpoint that exists in the job's storage.
 *
 * @param files that it refers to, but for those in the manifest itself
 */
public record CompletedCheckpoint(long id, List<StoredFile> files) {
    public CompletedCheckpoint {
        files = List.copyOf(files);
    }

    public static CompletedCheckpoint of(CheckpointManifest manifest) {
        return new CompletedCheckpoint(
                manifest.checkpointId(),
                manifest.files().stream().filter(file -> !file.isInline()).toList());
    }
}
