package io.weir.storage.hdfs;

import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointManifest.Kind;
import io.weir.spi.storage.CheckpointManifest.OperatorSnapshot;
import io.weir.spi.storage.CheckpointManifest.SubtaskSnapshot;
import io.weir.spi.storage.StoredFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small manifests for tests. */
final class Manifests {
    private Manifests() {}

    /** Each file that of another subtask. */
    static CheckpointManifest withFiles(long checkpointId, StoredFile... files) {
        List<SubtaskSnapshot> subtasks = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            subtasks.add(new SubtaskSnapshot(i, false, Map.of(), null, List.of(files[i])));
        }
        return new CheckpointManifest(
                "job-1",
                checkpointId,
                Kind.CHECKPOINT,
                true,
                1_700_000_000_000L,
                List.of(new OperatorSnapshot("op", "Count", 128, subtasks)),
                Map.of());
    }

    static CheckpointManifest withFile(long checkpointId, StoredFile file) {
        return new CheckpointManifest(
                "job-1",
                checkpointId,
                Kind.CHECKPOINT,
                true,
                1_700_000_000_000L,
                List.of(new OperatorSnapshot(
                        "op",
                        "Count",
                        128,
                        List.of(
                                new SubtaskSnapshot(
                                        0,
                                        false,
                                        Map.of("watermark", "7".getBytes(StandardCharsets.UTF_8)),
                                        new KeyedSnapshot("rocksdb", 0, 63, Map.of("000012.sst", file), 17),
                                        List.of()),
                                new SubtaskSnapshot(1, true, Map.of(), null, List.of(file))))),
                Map.of("version", "0.1.0"));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
