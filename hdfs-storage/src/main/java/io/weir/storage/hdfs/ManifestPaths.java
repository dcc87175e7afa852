package io.weir.storage.hdfs;

import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointManifest.OperatorSnapshot;
import io.weir.spi.storage.CheckpointManifest.SubtaskSnapshot;
import io.weir.spi.storage.StoredFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Makes the paths of a manifest that was found elsewhere whole. */
final class ManifestPaths {
    private ManifestPaths() {}

    static CheckpointManifest resolve(CheckpointManifest manifest, Path root) {
        return new CheckpointManifest(
                manifest.jobId(),
                manifest.checkpointId(),
                manifest.kind(),
                manifest.unaligned(),
                manifest.triggerTimeMillis(),
                manifest.operators().stream()
                        .map(operator -> resolve(operator, root))
                        .toList(),
                manifest.properties());
    }

    private static OperatorSnapshot resolve(OperatorSnapshot operator, Path root) {
        return new OperatorSnapshot(
                operator.operatorId(),
                operator.name(),
                operator.maxParallelism(),
                operator.subtasks().stream()
                        .map(subtask -> resolve(subtask, root))
                        .toList());
    }

    private static SubtaskSnapshot resolve(SubtaskSnapshot subtask, Path root) {
        KeyedSnapshot keyed = subtask.keyed();
        return new SubtaskSnapshot(
                subtask.subtaskIndex(),
                subtask.finished(),
                subtask.state(),
                keyed == null ? null : resolve(keyed, root),
                subtask.inFlight().stream().map(file -> resolve(file, root)).toList());
    }

    private static KeyedSnapshot resolve(KeyedSnapshot keyed, Path root) {
        Map<String, StoredFile> files = new LinkedHashMap<>();
        keyed.files().forEach((name, file) -> files.put(name, resolve(file, root)));
        return new KeyedSnapshot(keyed.format(), keyed.firstKeyGroup(), keyed.lastKeyGroup(), files, keyed.newBytes());
    }

    private static StoredFile resolve(StoredFile file, Path root) {
        return file.isInline()
                ? file
                : new StoredFile(new Path(root, file.path()).toString(), file.sizeBytes(), file.checksum());
    }
}
